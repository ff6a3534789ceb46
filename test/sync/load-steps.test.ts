import { expect } from 'chai';
import { migrations } from '../../migrations/index.js';
import { BACKFILL_MARKS, type LaneContext } from '../../src/delivery/index.js';
import { LaneFence } from '../../src/delivery/context/lane-fence.js';
import { type HistoryFeeder, LoadSteps, RunBook } from '../../src/sync/index.js';
import { backfillMark } from '../../src/sync/runs/backfill-mark.js';
import { newRun } from '../../src/sync/runs/new-run.js';
import { entities, raiseMarks, StateMarkEntity, SyncRunEntity } from '../../src/store/index.js';
import { GeneratedDirectory } from '../bench/load/generated-directory.js';
import { FakeClock } from '../harness/host/fake-clock.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';

describe('LoadSteps', () => {
  const clock = new FakeClock();
  let opened: TestStore;
  before(async () => (opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations, clock })));
  after(() => opened.dispose());

  it('raises nothing more while as much is due as the backlog takes, and goes on when it has gone', async () => {
    const { store } = opened;
    const directory = new GeneratedDirectory(500);
    const noHistory: unknown = null;
    const steps = new LoadSteps(clock, directory, store, new RunBook(store), noHistory as HistoryFeeder);
    const run = newRun('c', { kind: 'load' }, 'members', 500, clock.now());
    const lane = {
      connectionId: 'c',
      tenant: 't',
      settings: { audiences: [], capabilities: { profiles: true, points: true } },
      fence: await LaneFence.claim(store, 'c'),
      signal: new AbortController().signal,
    } as unknown as LaneContext;
    await store.transaction(async (manager) => {
      await manager.getRepository(SyncRunEntity).insert(run);
      await raiseMarks(
        manager,
        Array.from({ length: BACKFILL_MARKS }, (_, index) =>
          backfillMark('c', clock.now(), 'profile', `waits-${index}`),
        ),
      );
    });
    const marks = () => store.read().getRepository(StateMarkEntity).count();

    expect(await steps.step(lane, run)).to.be.above(clock.now());
    expect(await marks()).to.equal(BACKFILL_MARKS);

    await store.transaction(async (manager) => {
      await manager.getRepository(StateMarkEntity).delete({ connectionId: 'c', memberId: 'waits-0' });
    });
    expect(await steps.step(lane, run)).to.equal(clock.now());
    expect(await marks()).to.equal(BACKFILL_MARKS - 1 + 500);
  }).timeout(60_000);
});
