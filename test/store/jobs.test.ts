import { expect } from 'chai';
import { migrations } from '../../migrations/index.js';
import {
  deleteJob,
  entities,
  insertJob,
  isInJob,
  JobPartEntity,
  type JobRow,
  readJobMemberIds,
  readJobParts,
} from '../../src/store/index.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';

const job = (id: string): JobRow => ({
  id,
  connectionId: 'c',
  remoteId: null,
  state: 'submitting',
  submittedAt: 1,
  pollAt: 1,
  polls: 0,
  total: 1,
  listIds: null,
  requestId: null,
});
const member = (memberId: string) => ({
  memberId,
  profileHash: 'a',
  pointsHash: null,
  profileVersion: 1,
  pointsVersion: null,
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`jobs on ${dialect}`, () => {
    let opened: TestStore;
    before(async function () {
      if (dialect === 'postgres') await postgresOrSkip(this);
      opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations, dialect });
    });
    after(async () => {
      // Not opened where the suite was skipped.
      await (opened as TestStore | undefined)?.dispose();
    });
    const insert = (id: string, memberIds: readonly string[]) =>
      opened.store.transaction((manager) => insertJob(manager, job(id), memberIds.map(member)));

    it('gives the members of a job back some at a time, in the order of its request', async () => {
      const ids = Array.from({ length: 1_100 }, (_, index) => `p${(index * 7) % 1_100}`);
      await insert('parts', ids);
      await insert('other', ['x']);
      const read: string[] = [];
      for await (const members of readJobParts(opened.store.read(), { id: 'parts' })) {
        expect(members.length).to.be.within(1, 250);
        expect(members[0]).to.deep.equal(member(members[0]!.memberId));
        read.push(...members.map(({ memberId }) => memberId));
      }
      expect(read).to.deep.equal(ids);
      expect(await readJobMemberIds(opened.store.read(), { id: 'parts' })).to.deep.equal(ids);
    });

    it('tells who is in a job of the connection, whatever its id is made of', async () => {
      await insert('odd', ['Anna', '50%_\\', 'say "hello"']);
      const isIn = (memberId: string, connectionId = 'c') =>
        isInJob(opened.store.read(), connectionId, memberId);
      for (const memberId of ['Anna', '50%_\\', 'say "hello"']) {
        expect(await isIn(memberId), memberId).to.equal(true);
      }
      for (const memberId of ['anna', 'Ann', '%', '50%__', 'hello', 'profileHash']) {
        expect(await isIn(memberId), memberId).to.equal(false);
      }
      expect(await isIn('Anna', 'd')).to.equal(false);
    });

    it('leaves no part of a job that is deleted', async () => {
      await insert(
        'gone',
        Array.from({ length: 600 }, (_, index) => `g${index}`),
      );
      const parts = () => opened.store.read().getRepository(JobPartEntity).countBy({ jobId: 'gone' });
      expect(await parts()).to.be.greaterThan(1);
      await opened.store.transaction((manager) => deleteJob(manager, { id: 'gone' }));
      expect(await parts()).to.equal(0);
    });
  });
}
