import { expect } from 'chai';
import { migrations } from '../../migrations/index.js';
import { backfillMark } from '../../src/sync/runs/backfill-mark.js';
import { newRun } from '../../src/sync/runs/new-run.js';
import { RunCounter } from '../../src/sync/runs/run-counter.js';
import { entities, raiseMarks, SyncRunEntity } from '../../src/store/index.js';
import { FakeClock } from '../harness/host/fake-clock.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';

describe('RunCounter', () => {
  let opened: TestStore;
  before(async () => (opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations })));
  after(() => opened.dispose());

  it('counts what waits once a second, however often it is asked', async () => {
    const { store } = opened;
    const clock = new FakeClock();
    const counter = new RunCounter(store, clock);
    const run = newRun('c', { kind: 'load' }, 'members', 9, clock.now());
    const raise = (memberId: string) =>
      store.transaction((manager) => raiseMarks(manager, [backfillMark('c', 1, 'profile', memberId)]));
    await store.transaction((manager) => manager.getRepository(SyncRunEntity).insert(run));
    await raise('m1');
    const both = await Promise.all([counter.standing(run), counter.standing(run)]);
    expect(both.map(({ waiting }) => waiting)).to.deep.equal([1, 1]);
    await raise('m2');
    await clock.advance(999);
    expect((await counter.standing(run)).waiting).to.equal(1);
    await clock.advance(1);
    expect((await counter.standing(run)).waiting).to.equal(2);
  });

  it('asks again after a failure', async () => {
    const clock = new FakeClock();
    const counter = new RunCounter(opened.store, clock);
    const run = newRun('d', { kind: 'load' }, 'members', 9, clock.now());
    const failure: unknown = await counter.standing(run).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    await opened.store.transaction((manager) => manager.getRepository(SyncRunEntity).insert(run));
    expect(await counter.standing(run)).to.include({ waiting: 0, failed: 0 });
  });
});
