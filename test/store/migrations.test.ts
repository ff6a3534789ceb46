import { expect } from 'chai';
import { migrations } from '../../migrations/index.js';
import {
  entities,
  EventOutboxEntity,
  insertNewEvents,
  raiseMarks,
  recordDelivered,
  StateMarkEntity,
} from '../../src/store/index.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`store on ${dialect}`, () => {
    let opened: TestStore;
    before(async function () {
      if (dialect === 'postgres') await postgresOrSkip(this);
      opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations, dialect });
    });
    after(async () => {
      // Not opened where the suite was skipped.
      await (opened as TestStore | undefined)?.dispose();
    });

    const newEvent = (eventId: string, seq: number) => ({
      connectionId: 'c',
      eventId,
      seq,
      subject: 'm',
      body: '{}',
      bytes: 2,
      acceptedAt: 1_795_000_000_000,
    });

    it('has exactly the schema that the entities describe', async () => {
      const difference = await opened.store.read().connection.driver.createSchemaBuilder().log();
      expect(difference.upQueries.map(({ query }) => query)).to.deep.equal([]);
    });

    it('tells which events were new: not those of the outbox, nor of the ledger', async () => {
      const { store } = opened;
      await store.transaction((manager) => recordDelivered(manager, 'c', ['done', 'done'].slice(1), 1));
      const first = await store.transaction((manager) =>
        insertNewEvents(manager, [newEvent('a', 1), newEvent('done', 2), newEvent('b', 3)]),
      );
      expect([...first]).to.have.members(['c\na', 'c\nb']);
      const second = await store.transaction((manager) =>
        insertNewEvents(manager, [newEvent('a', 4), newEvent('z', 5)]),
      );
      expect([...second]).to.deep.equal(['c\nz']);
      const rows = await store
        .read()
        .getRepository(EventOutboxEntity)
        .find({ order: { seq: 'ASC' } });
      expect(rows.map(({ seq, acceptedAt }) => [seq, acceptedAt])).to.deep.equal([
        [1, 1_795_000_000_000],
        [3, 1_795_000_000_000],
        [5, 1_795_000_000_000],
      ]);
    });

    it('raises the version of a mark, keeps the earlier time and the later look', async () => {
      const { store } = opened;
      const mark = { connectionId: 'c', facet: 'points', memberId: 'm', listId: '', markedAt: 1 };
      await store.transaction((manager) => raiseMarks(manager, [{ ...mark, notBefore: 50, lookUntil: 60 }]));
      await store.transaction((manager) =>
        raiseMarks(manager, [
          { ...mark, notBefore: 90, lookUntil: 70 },
          { ...mark, notBefore: 20, lookUntil: 0 },
        ]),
      );
      const [row] = await store.read().getRepository(StateMarkEntity).find();
      expect(row).to.include({ version: 1_001, notBefore: 20, lookUntil: 70, doubtUntil: 0 });
    });
  });
}
