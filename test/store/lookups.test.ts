import { expect } from 'chai';
import type { EntityManager } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import {
  entities,
  type LinkRow,
  putAccepted,
  putLinks,
  raiseMarks,
  readLinks,
  readMarks,
  refreshStatistics,
} from '../../src/store/index.js';
import { blankLink } from '../../src/delivery/member/member-identity.js';
import { openTestStore, type TestStore } from '../harness/host/store/open-test-store.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';

const link = (memberId: string, more: Partial<LinkRow> = {}): LinkRow => ({
  ...blankLink(memberId),
  emailHash: `e-${memberId}`,
  ...more,
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`lookups by many ids on ${dialect}`, () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => `m${index}`);
    let opened: TestStore;
    before(async function () {
      if (dialect === 'postgres') await postgresOrSkip(this);
      opened = await openTestStore({ prefix: 'klaviyo_', entities, migrations, dialect });
      await opened.store.transaction(async (manager) => {
        await putLinks(
          manager,
          'c',
          ids.map((id) => link(id)),
          1,
        );
        const marks = ids.map((memberId) => ({
          connectionId: 'c',
          facet: 'profile',
          memberId,
          listId: '',
          markedAt: 1,
          notBefore: 1,
          lookUntil: 0,
        }));
        await raiseMarks(manager, marks);
        await refreshStatistics(manager);
      });
    });
    after(async () => {
      // Not opened where the suite was skipped.
      await (opened as TestStore | undefined)?.dispose();
    });

    /** How the database goes about what a function asks it. */
    async function planOf(ask: (manager: EntityManager) => Promise<unknown>): Promise<string> {
      const manager = opened.store.read();
      const plans: string[] = [];
      const explain = dialect === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      await ask(
        new Proxy(manager, {
          get: (target, key) =>
            key === 'query'
              ? async (text: string, parameters: unknown[]) => {
                  plans.push(JSON.stringify(await target.query(`${explain} ${text}`, parameters)));
                  return target.query<unknown>(text, parameters);
                }
              : (Reflect.get(target, key) as unknown),
        }),
      );
      return plans.join('\n');
    }

    it('go by the key for each id, of a table that has just been filled', async () => {
      const key = dialect === 'sqlite' ? /autoindex_klaviyo_\w+ \(connection_id=\? AND/ : /_pkey|PK_/;
      const marks = await planOf((manager) => readMarks(manager, 'c', ids.slice(0, 250)));
      expect(marks).to.match(key).and.not.to.contain('klaviyo_state_mark_due');
      const links = await planOf((manager) => readLinks(manager, 'c', ids.slice(0, 250)));
      expect(links)
        .to.match(key)
        .and.not.to.match(/klaviyo_profile_link_(profile|email|phone)/);
    });

    it('answer each once, whoever is asked for twice, and nobody who is not there', async () => {
      const manager = opened.store.read();
      const found = await readLinks(manager, 'c', ['m1', 'm1', 'nobody', 'm2']);
      expect(found.map(({ memberId }) => memberId)).to.have.members(['m1', 'm2']);
      expect(await readLinks(manager, 'other', ['m1'])).to.be.empty;
      expect((await readMarks(manager, 'c', ['m1', 'm1'])).map(({ facet }) => facet)).to.deep.equal([
        'profile',
      ]);
    });

    it('what was accepted is written without the identifiers', async () => {
      const { store } = opened;
      const accepted = {
        acceptedProfile: 'p',
        acceptedPoints: 'q',
        doubtUntil: 3,
        findFrom: 4,
        acceptedAt: 5,
        requestId: 'r',
      };
      await store.transaction((manager) =>
        putAccepted(
          manager,
          'c',
          [link('m3', { ...accepted, emailHash: 'stale', profileId: 'stale', writeBegunAt: 9 })],
          1,
        ),
      );
      expect(await readLinks(store.read(), 'c', ['m3'])).to.deep.equal([link('m3', accepted)]);
    });

    it('an identifier is still one member’s, and no identifier is anybody’s', async () => {
      const { store } = opened;
      const twice = store.transaction((manager) =>
        putLinks(manager, 'c', [link('m8', { phoneHash: 'p' }), link('m9', { phoneHash: 'p' })], 1),
      );
      expect(
        await twice.then(
          () => null,
          (error: unknown) => error,
        ),
      ).to.be.instanceOf(Error);
    });
  });
}
