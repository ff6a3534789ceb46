import 'reflect-metadata';
import { processIo } from './cli/process-io.js';
import { runCli } from './cli/run-cli.js';

// What is kept, the local Klaviyo's state included, is the owner's alone: members are in it.
process.umask(0o077);

const io = processIo();
try {
  // Ended at once: what a start that was interrupted still had under way does not hold the process.
  process.exit(await runCli(process.argv.slice(2), io));
} catch (error) {
  io.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
