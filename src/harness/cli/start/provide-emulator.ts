import { join } from 'node:path';
import type { CliIo } from '../cli-io.js';
import { chooseEmulator } from './choose-emulator.js';
import { claimPort } from './claim-port.js';
import { emulatorHealth } from './emulator-health.js';
import { emulatorRecord } from './emulator-record.js';
import { spawnEmulator } from './spawn-emulator.js';
import { stopEmulator } from './stop-emulator.js';

/** A local Klaviyo that answers. */
export interface RunningEmulator {
  readonly url: string;
  readonly adopted: boolean;
  /** Also one that was adopted. */
  readonly stop: () => Promise<void>;
}

/**
 * Finds the emulator of a data folder running, or starts it.
 *
 * @param dataDir absolute; the emulator's own folder, log and record stand in it
 * @throws CliError
 */
export async function provideEmulator(
  io: CliIo,
  dataDir: string,
  asked: { readonly port: number; readonly openapi?: string },
): Promise<RunningEmulator> {
  const data = join(dataDir, 'klaviyo');
  const record = emulatorRecord(join(dataDir, 'klaviyo.json'));
  const atPort = asked.port === 0 ? 'nobody' : await emulatorHealth(io, `http://127.0.0.1:${asked.port}`);
  const url = record.read();
  const health = url === null ? 'nobody' : await emulatorHealth(io, url);
  const choice = chooseEmulator({
    port: asked.port,
    data,
    atPort,
    earlier:
      url !== null && typeof health === 'object' && health.data === data ? { url, pid: health.pid } : null,
  });
  if (choice.kind === 'adopt') {
    record.write(choice.url);
    return { url: choice.url, adopted: true, stop: () => stopEmulator(io, choice) };
  }

  const { port, release } = await claimPort(choice.port, '--emulator-port');
  await release();
  const started = await spawnEmulator(io, {
    port,
    data,
    logFile: join(dataDir, 'klaviyo.log'),
    ...(asked.openapi === undefined ? {} : { openapi: asked.openapi }),
  });
  record.write(started.url);
  return { url: started.url, adopted: false, stop: () => stopEmulator(io, started) };
}
