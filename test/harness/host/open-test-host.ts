import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHost } from '../../../src/harness/host/create-host.js';
import type { HostOptions } from '../../../src/harness/host/host-options.js';
import type { Host } from '../../../src/harness/host/host.js';
import { silentLogger } from './silent-logger.js';

/** A host on a temporary SQLite file; `dispose` stops it and removes its directory. */
export async function openTestHost(
  manifests: (directory: string) => Promise<readonly string[]>,
  options: Partial<HostOptions> = {},
): Promise<{ readonly host: Host; readonly directory: string; dispose(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'host-'));
  const host = await createHost({
    database: join(directory, 'host.sqlite'),
    dataDir: directory,
    manifests: await manifests(directory),
    egress: {},
    oauth: {},
    publicUrl: 'http://localhost:4000',
    logger: silentLogger,
    ...options,
  });
  const dispose = async () => {
    await host.stop(Date.now() + 1000);
    await rm(directory, { recursive: true, force: true });
  };
  return { host, directory, dispose };
}
