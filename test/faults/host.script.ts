import 'reflect-metadata';
import { join } from 'node:path';
import { createHost } from '../../src/harness/host/create-host.js';
import { pinoLogger } from '../../src/harness/host/services/pino-logger.js';
import { ShiftableClock } from './host/shiftable-clock.js';
import { CommandDesk } from './host/command-desk.js';
import type { HostArguments } from './host/host-arguments.js';
import type { CommandMessage, HostMessage } from './host/host-commands.js';
import { provideInstallation } from './host/provide-installation.js';

/**
 * A host as a process of its own, made to be killed: it is asked by messages of its parent, and everything that it
 * must not forget is in its directory.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as HostArguments;
const { directory, manifest, klaviyo } = options;
// Nobody to answer to, nothing to do.
process.on('disconnect', () => process.exit(0));

const clock = new ShiftableClock();
const say = (message: HostMessage): void => void process.send?.(message);
const host = await createHost({
  database: join(directory, 'host.sqlite'),
  dataDir: directory,
  manifests: [manifest],
  egress: { 'https://a.klaviyo.com': klaviyo, 'https://www.klaviyo.com': klaviyo },
  oauth: { klaviyo: { clientId: 'wll-local', clientSecret: 'wll-local-secret' } },
  // No browser comes: the way back is walked in here.
  publicUrl: 'http://127.0.0.1:4999',
  clock,
  logger: pinoLogger(process.env['LOG_LEVEL'] ?? 'warn'),
});
const [refused] = host.refused();
if (refused) throw new Error(`${refused.code}: ${refused.message}`);
const desk = new CommandDesk(host, await provideInstallation(host, options), options, clock);

process.on('message', ({ id, name, ask }: CommandMessage) => {
  desk.do(name, ask).then(
    (answer) => say({ id, answer }),
    (error: unknown) => say({ id, failed: error instanceof Error ? error.message : String(error) }),
  );
});
say({ ready: true });
