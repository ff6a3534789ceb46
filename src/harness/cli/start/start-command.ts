import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, type Clock } from '../../../contract/index.js';
import { DemoWalkError } from '../../demo/connect/demo-walk-error.js';
import { createHost } from '../../host/create-host.js';
import { pinoLogger } from '../../host/services/pino-logger.js';
import { SystemClock } from '../../host/services/system-clock.js';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import { claimPort } from './claim-port.js';
import { emulatorHealth } from './emulator-health.js';
import { packageRoot } from './package-root.js';
import { provideEmulator } from './provide-emulator.js';
import { runHarness } from './run-harness.js';
import type { StartFlags } from './start-flags.js';
import { StopList } from './stop-list.js';
import { planVendor, type VendorPlan } from './vendor-plan.js';

/** What the extension's manifest declares, and an emulator stands in for. */
const VENDOR_ORIGINS = ['https://a.klaviyo.com', 'https://www.klaviyo.com'];

const MANIFESTS = ['plugin.manifest.json', 'src/harness/audit/plugin.manifest.json'];

/** The host gets so long to put down what is under way. */
const STOP_WITHIN_MS = 10_000;

/**
 * One wish to stop may come as two signals: the terminal and npm both pass a Ctrl-C on, `timeout` signals the process
 * and its group.
 */
const ONE_SIGNAL_MS = 1000;

/**
 * `start`: starts everything, prints `ready console=<url> klaviyo=<url>`, and runs until it is told to stop.
 *
 * @returns 0 when it was told to stop
 * @throws CliError when something that it needs cannot be had
 */
export async function startCommand(flags: StartFlags, io: CliIo): Promise<number> {
  const vendor = planVendor(flags, io.env);
  const stops = new StopList();
  const clock = new SystemClock();
  const signal = signalled(io, clock);
  const starting = startAll(flags, vendor, stops, clock, io);
  try {
    await Promise.race([starting, signal]);
    await signal;
    return 0;
  } catch (error) {
    throw asSentence(error);
  } finally {
    for (const error of await stops.stop()) io.err(`While stopping: ${String(error)}`);
    // Interrupted in the middle, it may just have started something: the list stops that as it comes.
    await Promise.race([starting.catch(() => undefined), io.sleep(STOP_WITHIN_MS)]);
  }
}

async function startAll(
  flags: StartFlags,
  vendor: VendorPlan,
  stops: StopList,
  clock: Clock,
  io: CliIo,
): Promise<void> {
  const dataDir = makeDataDir(flags.data);
  const claimed = await claimPort(flags.port, '--port');
  await stops.add(() => claimed.release());
  const klaviyoUrl = await klaviyoAt(vendor, flags, dataDir, io, stops);
  const publicUrl = `http://127.0.0.1:${claimed.port}`;
  const root = packageRoot(import.meta.dirname);
  const logger = pinoLogger(io.env['LOG_LEVEL'] ?? 'info');
  const host = await createHost({
    database: flags.database ?? join(dataDir, 'host.sqlite'),
    dataDir,
    manifests: MANIFESTS.map((manifest) => join(root, manifest)),
    egress:
      vendor.kind === 'live' ? {} : Object.fromEntries(VENDOR_ORIGINS.map((origin) => [origin, klaviyoUrl])),
    oauth: { klaviyo: vendor.credentials },
    publicUrl,
    role: flags.role,
    scheduler: flags.scheduler,
    clock,
    logger,
  });
  await stops.add(() => host.stop(clock.now() + STOP_WITHIN_MS));
  for (const { manifest, message } of host.refused()) io.err(`${manifest} was not loaded: ${message}`);

  const local = vendor.kind !== 'live';
  await runHarness({ host, flags, dataDir, publicUrl, claimed, klaviyoUrl, local, clock, logger }, stops, io);
  io.out(`ready console=${publicUrl} klaviyo=${klaviyoUrl}`);
}

async function klaviyoAt(
  vendor: VendorPlan,
  flags: StartFlags,
  dataDir: string,
  io: CliIo,
  stops: StopList,
): Promise<string> {
  if (vendor.kind === 'live') return 'https://www.klaviyo.com';
  if (vendor.kind === 'url') {
    if ((await emulatorHealth(io, vendor.url)) !== 'nobody') return vendor.url;
    throw new CliError(
      `Nobody answers at ${vendor.url}: start the emulator there first, or leave --klaviyo out.`,
    );
  }
  const { emulatorPort: port, openapi } = flags;
  const emulator = await provideEmulator(io, dataDir, {
    port,
    ...(openapi === undefined ? {} : { openapi }),
  });
  await stops.add(() => emulator.stop());
  io.out(`local Klaviyo at ${emulator.url}${emulator.adopted ? ', which was running' : ''}`);
  return emulator.url;
}

function makeDataDir(dir: string): string {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    return realpathSync(dir);
  } catch {
    throw new CliError(`The folder ${dir} cannot be made or entered: choose another with --data.`);
  }
}

/** Resolves at the first signal; another one does not wait for the stop to end. */
function signalled(io: CliIo, clock: Pick<Clock, 'now'>): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null;
    io.onSignal(() => {
      const now = clock.now();
      if (first === null) {
        first = now;
        resolve();
      } else if (now - first > ONE_SIGNAL_MS) {
        io.exit(1);
      }
    });
  });
}

function asSentence(error: unknown): unknown {
  if (error instanceof DemoWalkError) return new CliError(error.message);
  return Fault.is(error) ? new CliError(`${error.message} (${error.code})`) : error;
}
