import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import { emulatorHealth } from './emulator-health.js';

/** A start takes two seconds on a slow machine. */
const READY_WITHIN_MS = 20_000;
const POLL_MS = 50;

/** How an emulator is started. */
export interface EmulatorStart {
  readonly port: number;
  readonly data: string;
  readonly logFile: string;
  readonly openapi?: string;
}

/**
 * Starts the emulator as a process of its own, in a session of its own: what kills the host, or the terminal's
 * Ctrl-C, does not reach it.
 *
 * @throws CliError when it does not get ready
 */
export async function spawnEmulator(
  io: Pick<CliIo, 'fetch' | 'sleep'>,
  start: EmulatorStart,
): Promise<{ readonly url: string; readonly pid: number }> {
  const url = `http://127.0.0.1:${start.port}`;
  const log = openSync(start.logFile, 'a');
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../../emulator/main.js', import.meta.url)),
      ...['--port', String(start.port), '--data', start.data],
      ...(start.openapi === undefined ? [] : ['--openapi', start.openapi]),
    ],
    { detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();

  for (let waited = 0; waited < READY_WITHIN_MS; waited += POLL_MS) {
    const health = await emulatorHealth(io, url);
    if (typeof health === 'object' && health.pid === child.pid) return { url, pid: health.pid };
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) break;
    await io.sleep(POLL_MS);
  }
  child.kill();
  throw new CliError(`The local Klaviyo did not start at port ${start.port}; ${start.logFile} tells why.`);
}
