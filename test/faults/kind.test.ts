import { shortRun } from './short-run.js';

// A file of its own: files run beside each other.
shortRun('kind');
