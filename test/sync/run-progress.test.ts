import { expect } from 'chai';
import { migrations } from '../../migrations/index.js';
import { entities, insertNewEvents, raiseMarks, SyncRunEntity } from '../../src/store/index.js';
import { backfillMark } from '../../src/sync/runs/backfill-mark.js';
import { newRun } from '../../src/sync/runs/new-run.js';
import { runProgress } from '../../src/sync/runs/run-progress.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`runProgress on ${dialect}`, () => {
    let opened: TestStore;
    before(async function () {
      if (dialect === 'postgres') await postgresOrSkip(this);
      opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations, dialect });
    });
    after(() => (opened as TestStore | undefined)?.dispose());

    it('counts a member once, whatever of it waits, and neither live work nor that of others', async () => {
      const { store } = opened;
      const run = newRun('c', { kind: 'load' }, 'lists', 9, 1);
      const event = { connectionId: 'c', seq: 1, subject: 'm', body: '{}', bytes: 2, acceptedAt: 1 };
      await store.transaction(async (manager) => {
        await manager
          .getRepository(SyncRunEntity)
          .insert({ ...run, seen: 7, skipped: { member_restricted: 2 } });
        await raiseMarks(manager, [
          backfillMark('c', 1, 'profile', 'm1'),
          backfillMark('c', 1, 'list', 'm1', 'L1'),
          backfillMark('c', 1, 'profile', 'm2'),
          backfillMark('another', 1, 'profile', 'm3'),
          { ...backfillMark('c', 1, 'profile', 'm4'), priority: 0 },
        ]);
        await insertNewEvents(manager, [
          { ...event, eventId: 'past', priority: 1 },
          { ...event, eventId: 'live', seq: 2 },
        ]);
      });
      expect(await runProgress(store.read(), run)).to.deep.equal({
        seen: 7,
        skipped: { member_restricted: 2 },
        waiting: 3,
      });
    });
  });
}
