import { expect } from 'chai';
import type { EntityManager } from 'typeorm';
import { JobMembers1764400000000 } from '../../migrations/1764400000000-job-members.js';
import { MovingIdentifiers1764500000000 } from '../../migrations/1764500000000-moving-identifiers.js';
import { JobParts1764600000000 } from '../../migrations/1764600000000-job-parts.js';
import { ForeignIds1764700000000 } from '../../migrations/1764700000000-foreign-ids.js';
import { ClosedAccountSettings1764840000000 } from '../../migrations/1764840000000-closed-account-settings.js';
import { migrations } from '../../migrations/index.js';
import {
  entities,
  EventOutboxEntity,
  insertNewEvents,
  type JobMember,
  putOursOnList,
  raiseMarks,
  readJobParts,
  readLinks,
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

    it('keeps the members of jobs that are under way when it moves them beside their job and into parts, there and back', async () => {
      const before = migrations.slice(
        0,
        migrations.findIndex(({ name }) => name === 'JobMembers1764400000000'),
      );
      const old = await openTestStore({ prefix: 'klaviyo_', entities: [], migrations: before, dialect });
      try {
        // With quotes, and more than stand in a part.
        const members = Array.from({ length: 600 }, (_, index) => ({
          memberId: `it"s ${index}`,
          profileHash: 'a',
          pointsHash: null,
          profileVersion: 1,
          pointsVersion: null,
        }));
        await old.store.transaction(async (manager) => {
          await manager.query(
            `INSERT INTO klaviyo_remote_job (id, connection_id, state, submitted_at, poll_at, total, members)
             VALUES ('j', 'c', 'running', 1, 1, 1, '${JSON.stringify(members)}')`,
          );
        });
        await old.store.close();
        const now = await old.database.open({ owner: 'klaviyo_', prefix: 'klaviyo_', entities, migrations });
        const read: JobMember[] = [];
        for await (const some of readJobParts(now.read(), { id: 'j' })) {
          expect(some.length).to.be.at.most(250);
          read.push(...some);
        }
        expect(read).to.deep.equal(members);
        await now.transaction(async (manager) => {
          await new JobParts1764600000000().down(manager.queryRunner!);
          await new JobMembers1764400000000().down(manager.queryRunner!);
          const [row] = await manager.query<{ members: string }[]>('SELECT members FROM klaviyo_remote_job');
          expect(JSON.parse(row!.members)).to.deep.equal(members);
        });
        await now.close();
      } finally {
        await old.dispose();
      }
    });

    it('takes ids of Klaviyo of any length, and keeps what stands, there and back', async () => {
      const before = migrations.filter(({ name }) => name !== 'ForeignIds1764700000000');
      const old = await openTestStore({ prefix: 'klaviyo_', entities: [], migrations: before, dialect });
      try {
        await old.store.transaction(async (manager) => {
          await manager.query(
            `INSERT INTO klaviyo_list_member (connection_id, list_id, profile_id, origin) VALUES ('c', 'L', 'P', 'ours')`,
          );
        });
        await old.store.close();
        const now = await old.database.open({ owner: 'klaviyo_', prefix: 'klaviyo_', entities, migrations });
        const long = 'J'.repeat(300);
        const rows = (id: string) =>
          `SELECT list_id, profile_id, origin FROM klaviyo_list_member WHERE profile_id = '${id}'`;
        await now.transaction(async (manager) => {
          await putOursOnList(manager, 'c', long, [long]);
          const [row] = await manager.query<object[]>(rows(long));
          expect(row).to.include({ list_id: long, profile_id: long });
          await manager.query(`DELETE FROM klaviyo_list_member WHERE profile_id = '${long}'`);
          await new ForeignIds1764700000000().down(manager.queryRunner!);
          expect(await manager.query<object[]>(rows('P'))).to.deep.equal([
            { list_id: 'L', profile_id: 'P', origin: 'ours' },
          ]);
        });
        await now.close();
      } finally {
        await old.dispose();
      }
    });

    it('keeps links when identifiers begin to change hands, there and back', async () => {
      const before = migrations.filter(({ name }) => name !== 'MovingIdentifiers1764500000000');
      const old = await openTestStore({ prefix: 'klaviyo_', entities: [], migrations: before, dialect });
      try {
        await old.store.transaction(async (manager) => {
          await manager.query(
            `INSERT INTO klaviyo_profile_link (connection_id, member_id, email_hash, updated_at) VALUES ('c', 'm', 'h', 1)`,
          );
        });
        await old.store.close();
        const now = await old.database.open({ owner: 'klaviyo_', prefix: 'klaviyo_', entities, migrations });
        const [link] = await readLinks(now.read(), 'c', ['m']);
        expect(link).to.include({ emailHash: 'h', leavingSince: 0 });
        await now.transaction(async (manager) => {
          await new MovingIdentifiers1764500000000().down(manager.queryRunner!);
          const rows = await manager.query<object[]>('SELECT * FROM klaviyo_profile_link');
          expect(rows).to.have.length(1);
          expect(rows[0]).to.include({ email_hash: 'h' }).and.not.to.have.property('leaving_since');
        });
        await now.close();
      } finally {
        await old.dispose();
      }
    });

    it('carries saved settings over to the choice for closed accounts, there and back', async () => {
      const before = migrations.filter(({ name }) => name !== 'ClosedAccountSettings1764840000000');
      const old = await openTestStore({ prefix: 'klaviyo_', entities: [], migrations: before, dialect });
      const saved = { prefix: 'A ', consent: { enabled: false, mappings: [] }, erasure: { enabled: true } };
      try {
        await old.store.transaction(async (manager) => {
          await manager.query(
            `INSERT INTO klaviyo_connection (id, tenant, state, settings, settings_revision, created_at, updated_at)
             VALUES ('c', 't', 'active', '${JSON.stringify(saved)}', 1, 1, 1)`,
          );
        });
        await old.store.close();
        const now = await old.database.open({ owner: 'klaviyo_', prefix: 'klaviyo_', entities, migrations });
        const settings = async (manager: EntityManager): Promise<unknown> => {
          const [row] = await manager.query<{ settings: string }[]>(
            'SELECT settings FROM klaviyo_connection',
          );
          return JSON.parse(row!.settings);
        };
        expect(await settings(now.read())).to.deep.equal({ prefix: 'A ', erasure: { profile: 'erase' } });
        await now.transaction(async (manager) => {
          await new ClosedAccountSettings1764840000000().down(manager.queryRunner!);
          expect(await settings(manager)).to.deep.equal({ prefix: 'A ', erasure: { enabled: true } });
        });
        await now.close();
      } finally {
        await old.dispose();
      }
    });
  });
}
