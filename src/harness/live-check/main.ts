import { setTimeout as sleep } from 'node:timers/promises';
import { runLiveCheck } from './run-live-check.js';

// Stopped in the middle it still takes away what it has made: a wait ends, and nothing more is asked.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

process.exitCode = await runLiveCheck(
  {
    env: process.env,
    args: process.argv.slice(2),
    out: (line) => void process.stdout.write(`${line}\n`),
  },
  {
    fetch: (url, init) => fetch(url, init),
    sleep: (ms) => sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined),
    isStopped: () => stop.signal.aborted,
  },
);
