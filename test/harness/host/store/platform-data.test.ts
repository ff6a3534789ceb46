import { expect } from 'chai';
import { StoredDirectory } from '../../../../src/harness/host/store/platform/stored-directory.js';
import { StoredPlatformData } from '../../../../src/harness/host/store/platform/stored-platform-data.js';
import { hostStore } from '../../../../src/harness/host/store/host-store.js';
import { FakeClock } from '../fake-clock.js';
import { silentLogger } from '../silent-logger.js';
import { pagePlans } from './page-plans.js';
import { openTestStore, type TestStore } from './open-test-store.js';
import { postgresOrSkip } from './postgres-or-skip.js';
import { rejection } from './rejection.js';
import { schemaDifference } from './schema-difference.js';

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`The platform's data on ${dialect}`, () => {
    let test: TestStore;
    let platform: StoredPlatformData;
    let directory: StoredDirectory;
    const clock = new FakeClock(1000);

    before(async function () {
      if (dialect === 'postgres') await postgresOrSkip(this);
    });
    beforeEach(async () => {
      test = await openTestStore({ ...hostStore, dialect });
      platform = new StoredPlatformData(test.store, clock, silentLogger);
      directory = new StoredDirectory(test.store, clock);
    });
    afterEach(() => test.dispose());

    it('has the schema that the entities describe', async () => {
      expect(await schemaDifference(test.spec, hostStore)).to.deep.equal([]);
    });

    it('finds members by id, account number or authentication identifier, in this order, of one tenant', async () => {
      const one = { id: 'one', accountNumber: '0000001', authIdentifier: 'auth|1', flags: { vip: true } };
      const two = { id: '0000001', authIdentifier: 'auth|2' };
      await platform.putMembers('t', [one, two]);
      await platform.putMembers('u', [{ id: 'foreign' }]);
      const found = await directory.members('t', ['one', '0000001', 'auth|1', 'auth|2', 'foreign', 'none']);
      expect(Object.fromEntries(found)).to.deep.equal({ one, '0000001': two, 'auth|1': one, 'auth|2': two });
      expect((await directory.members('t', [])).size).to.equal(0);
    });

    it('keeps the last of several with one key, and replaces what stood there', async () => {
      await platform.putWallets('t', [{ memberId: 'm', points: 5 }]);
      await platform.putWallets('t', [
        { memberId: 'm', points: 3 },
        { memberId: 'm', points: 0 },
      ]);
      const wallets = await directory.wallets('t', ['m', 'n']);
      expect([...wallets.values()]).to.deep.equal([{ memberId: 'm', points: 0 }]);
    });

    it('refuses items without a key, with their place, and stores none', async () => {
      const put = platform.putMembers('t', [{ id: 'a' }, {} as { id: string }]);
      expect(await rejection(put)).to.include({ code: 'platform_data_invalid', path: '/1/id' });
      expect(await platform.counts('t')).to.deep.equal({ members: 0, wallets: 0, audiences: 0 });
    });

    it('says who joined and who left when an audience is put with its members', async () => {
      const gold = { id: 'g', name: 'Gold', isActive: true };
      expect(await platform.putAudiences('t', [{ ...gold, members: ['a', 'b'] }])).to.deep.equal([
        { audienceId: 'g', joined: ['a', 'b'], left: [] },
      ]);
      expect(await platform.putAudiences('t', [{ ...gold, members: ['b', 'c', 'c'] }])).to.deep.equal([
        { audienceId: 'g', joined: ['c'], left: ['a'] },
      ]);
      expect(await platform.putAudiences('t', [{ ...gold, name: 'Golden' }])).to.deep.equal([]);
      expect(await directory.audiences('t')).to.deep.equal([{ ...gold, name: 'Golden' }]);
      await platform.changeAudience('t', { audienceId: 'g', joined: ['d', 'b'], left: ['c', 'x'] });
      expect((await directory.audiencePage('t', 'g', { limit: 9 })).items).to.deep.equal(['b', 'd']);
      const { asOf, audiences } = await directory.memberships('t', ['b', 'c']);
      expect(asOf).to.equal(1000);
      expect(Object.fromEntries(audiences)).to.deep.equal({ b: ['g'] });
      const unknown = platform.changeAudience('t', { audienceId: 'h', refreshed: true });
      expect(await rejection(unknown)).to.include({ code: 'audience_not_found', path: '/audienceId' });
    });

    it('pages through a snapshot by key', async () => {
      await platform.putMembers(
        't',
        ['a', 'b', 'c', 'd'].map((id) => ({ id })),
      );
      const first = await directory.memberPage('t', { limit: 2 });
      expect(first).to.deep.equal({ items: [{ id: 'a' }, { id: 'b' }], next: 'b', asOf: 1000 });
      const second = await directory.memberPage('t', { limit: 2, after: 'b' });
      expect(second).to.deep.equal({ items: [{ id: 'c' }, { id: 'd' }], asOf: 1000 });
      for (const limit of [0, 1001, 1.5]) {
        expect(await rejection(directory.memberPage('t', { limit }))).to.include({
          code: 'directory_page_limit',
        });
      }
    });

    it('counts members and audiences of one tenant', async () => {
      await platform.putMembers('t', [{ id: 'a' }, { id: 'b' }]);
      await platform.putMembers('u', [{ id: 'c' }]);
      const gold = { id: 'g', name: 'Gold', isActive: true };
      await platform.putAudiences('t', [{ ...gold, members: ['a', 'b', 'x'] }]);
      const { members, audiences } = await directory.counts('t', ['g', 'h']);
      expect(members).to.equal(2);
      expect(Object.fromEntries(audiences)).to.deep.equal({ g: 3, h: 0 });
      expect((await directory.counts('u', ['g'])).audiences.get('g')).to.equal(0);
    });

    describe('its history', () => {
      const event = (id: string, occurredAt?: string) => ({
        id,
        type: 'VISITED_VENUE',
        ...(occurredAt === undefined ? {} : { occurredAt }),
      });
      const all = { from: 0, until: 9_999_999_999_999 };

      it('is paged by the time of the events, each once, of one tenant', async () => {
        await platform.putEvents('t', [
          event('late', '2020-01-02T00:00:00Z'),
          event('b', '2020-01-01T00:00:00+00:00'),
          event('a', '2020-01-01T01:00:00+01:00'),
        ]);
        await platform.putEvents('u', [event('foreign', '2020-01-01T00:00:00Z')]);
        const first = await directory.eventPage('t', { ...all, limit: 2 });
        expect(first.items.map(({ id }) => id)).to.deep.equal(['a', 'b']);
        const second = await directory.eventPage('t', { ...all, limit: 2, after: first.next! });
        expect(second.items).to.deep.equal([event('late', '2020-01-02T00:00:00Z')]);
        expect(second).not.to.have.property('next');
      });

      it('has the events from a time on and before another', async () => {
        await platform.putEvents(
          't',
          [1, 2, 3, 4].map((ms) => ({ ...event(`e${ms}`), reportedAt: new Date(ms).toISOString() })),
        );
        const range = { from: 2, until: 4 };
        const { items } = await directory.eventPage('t', { ...range, limit: 9 });
        expect(items.map(({ id }) => id)).to.deep.equal(['e2', 'e3']);
        expect(await directory.eventCount('t', range)).to.equal(2);
        expect(await directory.eventCount('t', { from: 4, until: 4 })).to.equal(0);
      });

      it('keeps what was told first, and gives an event without a time the one it was told at', async () => {
        await platform.putEvents('t', [event('a'), event('a', '2020-01-01T00:00:00Z')]);
        await platform.putEvents('t', [event('a', '2021-01-01T00:00:00Z')]);
        const { items } = await directory.eventPage('t', { ...all, limit: 9 });
        expect(items).to.deep.equal([{ ...event('a'), reportedAt: '1970-01-01T00:00:01.000Z' }]);
      });

      it('takes what many hand in at once', async () => {
        await Promise.all(Array.from({ length: 200 }, (_, i) => platform.putEvents('t', [event(`e${i}`)])));
        expect(await directory.eventCount('t', all)).to.equal(200);
      });

      it('takes soon what is only noted', async () => {
        await platform.noteEvents('t', [event('a')]);
        await platform.noteEvents('t', [event('b')]);
        expect(await directory.eventCount('t', all)).to.equal(0);
        await platform.settle();
        expect(await directory.eventCount('t', all)).to.equal(2);
      });

      it('refuses a cursor of somewhere else', async () => {
        expect(await rejection(directory.eventPage('t', { ...all, limit: 1, after: 'x' }))).to.include({
          code: 'directory_cursor_invalid',
        });
      });
    });

    it('enters an index for each page, at its place', async () => {
      const ids = Array.from({ length: 3000 }, (_, i) => `m${i}`);
      await platform.putMembers(
        't',
        ids.map((id) => ({ id })),
      );
      const audiences = ['f', 'g', 'h'].map((id) => ({ id, name: id, isActive: true, members: ids }));
      await platform.putAudiences('t', audiences);
      await platform.putEvents(
        't',
        ids.map((id) => ({ id, type: 'VISITED_VENUE' })),
      );
      await test.store.transaction((manager) => manager.query('ANALYZE'));
      const plans = await pagePlans(test.store, dialect);
      expect(plans.members)
        .to.match(/(autoindex|pkey|PK_)/i)
        .and.not.match(/sort|temp b-tree|filter/i);
      expect(plans.audience)
        .to.match(/(autoindex|pkey|PK_)/i)
        .and.not.match(/sort|temp b-tree|filter/i);
      expect(plans.events)
        .to.match(/host_platform_event_at/)
        .and.not.match(/sort|temp b-tree|filter/i);
    });

    it('answers batches of a thousand keys, and refuses larger ones', async () => {
      const ids = Array.from({ length: 1001 }, (_, i) => `m${i}`);
      await platform.putMembers(
        't',
        ids.map((id) => ({ id })),
      );
      expect((await directory.members('t', ids.slice(1))).size).to.equal(1000);
      expect(await rejection(directory.members('t', ids))).to.include({ code: 'directory_batch_too_large' });
    });

    it('stores 10 000 members in a second', async () => {
      const members = Array.from({ length: 10_000 }, (_, i) => ({ id: `m${i}`, accountNumber: String(i) }));
      const began = performance.now();
      await platform.putMembers('t', members);
      // A hundred thousand in some 5 seconds; a machine under load takes longer.
      expect(performance.now() - began).to.be.lessThan(5000);
      expect((await platform.counts('t')).members).to.equal(10_000);
    });
  });
}
