import { join } from 'node:path';
import { createHost } from '../../src/harness/host/create-host.js';
import type { Host } from '../../src/harness/host/host.js';
import { silentLogger } from '../harness/host/silent-logger.js';
import type { HostUnderTestOptions } from './host-under-test.js';

/** The local host on SQLite, as the suite starts it. */
export function createLocalHost({ directory, ...options }: HostUnderTestOptions): Promise<Host> {
  return createHost({
    ...options,
    database: join(directory, 'host.sqlite'),
    dataDir: directory,
    egress: {},
    oauth: {},
    publicUrl: 'http://localhost',
    logger: silentLogger,
  });
}
