import { expect } from 'chai';
import fc from 'fast-check';
import { Ledger } from '../feed/ledger.js';
import { emailOf, memberId } from '../feed/members.js';
import type { AccountState } from '../klaviyo/account-state.js';
import { checkAccount } from './check-account.js';
import { checkOrder } from './check-order.js';
import { countFindings } from './count-findings.js';
import type { ListExpectation } from './list-expectation.js';

const profile = (id: string, member: number | null, points = 1) => ({
  id,
  attributes: {
    email: member === null ? null : emailOf(member),
    phone_number: null,
    external_id: member === null ? null : memberId(member),
    first_name: 'Ada',
    properties: { 'Loyalty Points Balance': points },
  },
});

const event = (uniqueId: string, profileId = 'P0') => ({ uniqueId, profileId, metric: 'Visited Venue' });

/** Member 0 with two events, in the audiences `a` and, once, `c`; somebody of the marketer's on both lists. */
const good: AccountState = {
  id: 'DEMO01',
  profiles: [profile('P0', 0), profile('PX', null)],
  events: [event('e1'), event('e2')],
  lists: [
    { id: 'L1', name: 'Mirror', members: ['PX', 'P0'] },
    { id: 'L2', name: 'Adding', members: ['PX', 'P0'] },
  ],
  jobs: [{ id: 'J1', status: 'complete', total: 1, failed: 0 }],
};

const expectations: readonly ListExpectation[] = [
  { listId: 'L1', mode: 'mirror', audienceIds: ['a', 'b'], found: new Set(['PX']) },
  { listId: 'L2', mode: 'add-only', audienceIds: ['c'], found: new Set(['PX']) },
];

const ledger = (): Ledger => {
  const books = new Ledger();
  books.accepted.set(0, ['e1', 'e2']);
  books.touched.add(0);
  books.told.add(0);
  books.audience('a').now.add(0);
  books.audience('c').ever.add(0);
  return books;
};

const findings = (change: Partial<AccountState>, books = ledger()) => {
  const all = checkAccount(books, { ...good, ...change }, expectations);
  return Object.fromEntries(
    (Object.entries(all) as [string, readonly string[]][]).filter(([, found]) => found.length > 0),
  );
};

describe('checkAccount', () => {
  it('finds nothing where everything is right', () => {
    expect(countFindings(checkAccount(ledger(), good, expectations))).to.equal(0);
  });

  describe('of events', () => {
    it('finds the one that is lost', () => {
      expect(findings({ events: [event('e1')] })).to.have.all.keys('lost');
    });

    it('finds the one that is there twice, on one profile or on two', () => {
      const twice = findings({ events: [event('e1'), event('e2'), event('e2')] });
      expect(twice).to.have.all.keys('doubled');
      const twin = profile('P9', 0);
      const apart = findings({
        profiles: [...good.profiles, twin],
        events: [event('e1'), event('e2'), event('e2', 'P9')],
      });
      expect(apart).to.have.all.keys('doubled', 'twins');
    });

    it('finds the one that overtook another', () => {
      expect(findings({ events: [event('e2'), event('e1')] })).to.have.all.keys('disordered');
    });

    it('finds the one that nobody had handed over, and the one on a wrong profile', () => {
      expect(findings({ events: [...good.events, event('e3')] })).to.have.all.keys('strange');
      expect(findings({ events: [event('e1'), event('e2', 'PX')] })).to.have.all.keys('strayed');
    });
  });

  describe('of states', () => {
    it('finds an older balance, also where the newest is 0, an older name and an older address', () => {
      expect(findings({ profiles: [profile('P0', 0, 7), profile('PX', null)] })).to.have.all.keys('stale');
      const zero = ledger();
      zero.truth(0).points = 0;
      expect(findings({}, zero)).to.have.all.keys('stale');
      const renamed = ledger();
      renamed.truth(0).givenName = 'Grace';
      expect(findings({}, renamed)).to.have.all.keys('stale');
      const moved = ledger();
      moved.truth(0).move = 1;
      expect(findings({}, moved)).to.have.all.keys('stale');
    });

    it('finds a member without a profile', () => {
      const books = ledger();
      books.touched.add(1);
      books.told.add(1);
      expect(findings({}, books)).to.have.all.keys('stale');
    });
  });

  describe('of lists', () => {
    const on = (first: readonly string[], second: readonly string[]) => ({
      lists: [
        { id: 'L1', name: 'Mirror', members: first },
        { id: 'L2', name: 'Adding', members: second },
      ],
    });

    it('finds who is missing, who is too much, and who was taken off though others had put them there', () => {
      expect(findings(on(['PX'], ['PX'])).lists).to.have.lengthOf(1);
      expect(findings(on(['P0'], ['PX'])).lists).to.have.lengthOf(1);
      const left = ledger();
      left.audience('a').now.delete(0);
      expect(findings({}, left).lists).to.have.lengthOf(1);
    });

    it('keeps on the mirror whom another of its audiences keeps', () => {
      const moved = ledger();
      moved.audience('a').now.delete(0);
      moved.audience('b').now.add(0);
      expect(findings({}, moved)).to.deep.equal({});
    });

    it('lets the one that only adds keep whom it ever added, and nobody else', () => {
      const never = ledger();
      never.audience('c').ever.delete(0);
      expect(findings({}, never).lists).to.have.lengthOf(1);
    });
  });

  it('finds a job that has not ended', () => {
    expect(findings({ jobs: [{ id: 'J1', status: 'processing', total: 1, failed: 0 }] })).to.have.all.keys(
      'unfinished',
    );
  });
});

describe('checkOrder', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 12 });

  it('finds exactly the orders that are not the accepted one, whatever else was recorded between', () => {
    fc.assert(
      fc.property(
        ids.chain((accepted) =>
          fc.tuple(
            fc.constant(accepted),
            fc.shuffledSubarray(accepted, { minLength: accepted.length }),
            fc.array(fc.integer({ min: 100, max: 199 }), { maxLength: 5 }),
          ),
        ),
        ([accepted, recorded, others]) => {
          const events = [...recorded, ...others].map((id) => event(`e${id}`));
          const wrong = checkOrder(new Map([[0, accepted.map((id) => `e${id}`)]]), events);
          expect(wrong.length === 0).to.equal(accepted.every((id, place) => recorded[place] === id));
        },
      ),
    );
  });
});
