import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Clock, Logger } from '../../../contract/index.js';
import { consolePages } from '../../console/pages/console-pages.js';
import { renderCallback } from '../../console/pages/render-callback.js';
import { DEMO_TENANT } from '../../demo/demo-tenants.js';
import { prepareDemo } from '../../demo/prepare-demo.js';
import { DemoStream } from '../../demo/stream/demo-stream.js';
import { seededRandom } from '../../demo/tenant/seeded-random.js';
import type { Host } from '../../host/host.js';
import { createServer } from '../../server/create-server.js';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import type { ClaimedPort } from './claim-port.js';
import { FileLedger } from './file-ledger.js';
import type { StartFlags } from './start-flags.js';
import type { StopList } from './stop-list.js';

/** The account of the local Klaviyo that the demo connects to. */
const DEMO_ACCOUNT = 'DEMO01';

/** A host that is there, and what surrounds it. */
export interface HarnessParts {
  readonly host: Host;
  readonly flags: StartFlags;
  /** Absolute. */
  readonly dataDir: string;
  readonly publicUrl: string;
  /** Held for the server. */
  readonly claimed: ClaimedPort;
  readonly klaviyoUrl: string;
  /** Whether the vendor is an emulator, whose consent page the demo can answer itself. */
  readonly local: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Puts server, console and demo on a host; resolves when all is ready. */
export async function runHarness(parts: HarnessParts, stops: StopList, io: CliIo): Promise<void> {
  const { host, flags, clock, logger, publicUrl } = parts;
  const run = randomBytes(6).toString('hex');
  const stream =
    flags.empty || flags.role === 'deliver' || flags.members === 0
      ? undefined
      : new DemoStream({
          host,
          tenant: DEMO_TENANT,
          members: flags.members,
          clock,
          random: seededRandom(run),
          run: `demo-${run}`,
          logger,
        });
  const server = createServer({
    host,
    logger,
    callbackPage: renderCallback,
    ...(stream ? { stream } : {}),
    plugins: [
      consolePages({
        surroundings: {
          tenant: DEMO_TENANT,
          vendorUrl: parts.klaviyoUrl,
          vendorIsLocal: parts.local,
          hasStream: stream !== undefined,
        },
      }),
    ],
    ...(parts.local ? { vendorAdmin: `${parts.klaviyoUrl}/__admin` } : {}),
  });
  await listen(server, parts.claimed);
  await stops.add(() => server.close());
  io.out(`console at ${publicUrl}`);

  // The demo is made where events are taken.
  if (flags.empty || flags.role === 'deliver') return;
  await prepareDemo({
    host,
    url: publicUrl,
    members: flags.members,
    account: parts.local ? DEMO_ACCOUNT : null,
    delivers: flags.role !== 'accept',
    ledger: new FileLedger(join(parts.dataDir, 'demo.json')),
    clock,
    fetch: io.fetch,
    tell: io.out,
  });
  if (!stream) return;
  await stops.add(() => stream.stop());
  stream.setRate(flags.rate);
}

async function listen(server: FastifyInstance, { port, release }: ClaimedPort): Promise<void> {
  try {
    // All that takes its time comes first: the port is free for a moment only.
    await server.ready();
    await release();
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    await server.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CliError(`Port ${port} cannot be listened on (${code}): choose another with --port.`);
  }
}
