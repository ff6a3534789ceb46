import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliIo } from './cli-io.js';

/** The world around this process. */
export function processIo(): CliIo {
  // A reader that has gone away (`start | head`) is no reason to fall over.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    ...(process.stdout.isTTY ? { rewrite } : {}),
    err: (line) => void process.stderr.write(`${line}\n`),
    readInput: () => text(process.stdin),
    env: process.env,
    fetch: (url, init) => fetch(url, init),
    sleep: (ms) => sleep(ms),
    onSignal: (callback) => {
      process.on('SIGINT', callback);
      process.on('SIGTERM', callback);
    },
    exit: (code) => process.exit(code),
  };
}

/** Cut to the terminal's width: a line that wraps cannot be taken back. */
function rewrite(line: string): void {
  process.stdout.write(`\r\u001b[2K${line.slice(0, process.stdout.columns - 1)}`);
}
