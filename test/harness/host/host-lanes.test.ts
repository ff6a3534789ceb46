import { expect } from 'chai';
import { HostLanes } from '../../../src/harness/host/host-lanes.js';
import type { HostOptions } from '../../../src/harness/host/host-options.js';
import { AcceptingLanes } from '../../../src/harness/host/lanes/accepting-lanes.js';
import { SystemClock } from '../../../src/harness/host/services/system-clock.js';
import { silentLogger } from './silent-logger.js';

describe('the lanes of a host', () => {
  const options: HostOptions = {
    database: 'host.sqlite',
    dataDir: '.',
    manifests: [],
    egress: {},
    oauth: {},
    publicUrl: 'http://localhost:4000',
  };
  const refusal = (more: Partial<HostOptions>): Promise<unknown> =>
    HostLanes.of({ ...options, ...more }, new SystemClock(), silentLogger).catch((error: unknown) => error);

  it("are the extension's own where nothing is said", async () => {
    const lanes = await HostLanes.of(options, new SystemClock(), silentLogger);
    expect(await lanes.open('klaviyo')).to.equal(null);
  });

  for (const role of ['accept', 'deliver'] as const) {
    it(`are refused to a process that is to ${role} only and shares them with nobody`, async () => {
      expect(await refusal({ role, database: 'postgres://h/d' })).to.include({
        code: 'role_needs_scheduler',
      });
    });
  }

  it('are refused on SQLite where several processes are to share them', async () => {
    expect(await refusal({ scheduler: 'pg-boss' })).to.include({ code: 'scheduler_needs_postgres' });
  });

  it('are woken and not run by a process that accepts only', async () => {
    const woken: string[] = [];
    const lanes = new AcceptingLanes({
      wake: (names) => void woken.push(...names),
      run: () => expect.fail('was run'),
      drain: () => Promise.resolve(),
      stats: () => ({ running: 0, waiting: 3 }),
    });
    await lanes.run().stop(0);
    lanes.wake(['a', 'b']);
    expect([woken, lanes.stats()]).to.deep.equal([['a', 'b'], { running: 0, waiting: 3 }]);
  });
});
