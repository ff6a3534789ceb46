import { expect } from 'chai';
import fc from 'fast-check';
import type { Batch } from '../../../src/delivery/plan/batch.js';
import { BULK_LIMITS } from '../../../src/delivery/plan/limits.js';
import { plan } from '../../../src/delivery/plan/planner.js';
import { candidate, freshBudget, many, NOW, planInput } from './plan-input.js';

describe('plan', () => {
  const shape = ({ batches }: { batches: readonly Batch[] }) =>
    batches.map(({ need, form, members }) => [need, form, members.length]);
  const itemsOf = ({ members }: Batch) => members.reduce((sum, { items }) => sum + items, 0);

  describe('of events', () => {
    it('fills one import of the backfill at a time, with members who join the same lists: the most first', () => {
      const joining = many(300, { need: 'state', backfill: true, joins: 'A\n', sizes: [600] }, 'a');
      const others = many(400, { need: 'state', backfill: true, sizes: [600] }, 'b');
      const mixed = joining.flatMap((one, index) => [one, others[index]!]).concat(others.slice(300));
      const { batches } = plan(planInput(mixed, { now: 10_000 }));
      expect(shape({ batches })).to.deep.equal([['state', 'bulk', 400]]);
      expect(new Set(batches[0]!.members.map(({ key }) => key[0]))).to.deep.equal(new Set(['b']));
      const enough = many(25_000, { need: 'state', backfill: true });
      expect(shape(plan(planInput(enough)))).to.have.length(1);
    });

    it('begins an import that is full while another one fills up', () => {
      const filling = many(6_000, { need: 'state', backfill: true, joins: 'A\n', sizes: [450] }, 'a');
      const full = many(10_000, { need: 'state', backfill: true, sizes: [450] }, 'b');
      const { batches } = plan(planInput([...filling, ...full], { now: 10_000, fillingSince: 9_000 }));
      expect(shape({ batches })).to.deep.equal([['state', 'bulk', 10_000]]);
    });

    it('lets an import of the backfill that is not full wait for the next pages, but not for long', () => {
      const some = many(300, { need: 'state', backfill: true, sizes: [600] });
      const waiting = plan(planInput(some, { now: 10_000, fillingSince: 9_000 }));
      expect(waiting).to.deep.equal({ batches: [], lookAt: 10_100 });
      const going = plan(planInput(some, { now: 39_000, fillingSince: 9_000 }));
      expect(shape(going)).to.deep.equal([['state', 'bulk', 300]]);
    });

    it('sends a single one at once, by the single end point', () => {
      expect(shape(plan(planInput(many(1))))).to.deep.equal([['event', 'single', 1]]);
    });

    it('changes to bulk where that costs the smaller part of its window', () => {
      expect(shape(plan(planInput(many(22))))).to.deep.equal([['event', 'single', 22]]);
      expect(shape(plan(planInput(many(23))))).to.deep.equal([['event', 'bulk', 23]]);
    });

    it('sends a member who has many in bulk: one after the other would take as many round trips', () => {
      const { batches } = plan(planInput([candidate('m', { sizes: [500, 500, 500] })]));
      expect(batches.map(({ form, members }) => [form, members])).to.deep.equal([
        ['bulk', [{ key: 'm', items: 3 }]],
      ]);
    });

    it('fills requests by a thousand, in order', () => {
      const { batches } = plan(planInput(many(2_500)));
      expect(batches.map(itemsOf)).to.deep.equal([1_000, 1_000, 500]);
      expect(batches[1]!.members[0]!.key).to.equal('m1000');
    });

    it('cuts requests by bytes as well as by count', () => {
      const budget = freshBudget({
        create_event: { available: 0, steady: 3_500, readyIn: () => 60_000 },
      });
      const { batches } = plan(planInput(many(30, { sizes: [1_000_000] }), { budget }));
      expect(batches.map(itemsOf)).to.deep.equal([4, 4, 4, 4, 4, 4, 4, 2]);
    });

    it('sends large events alone where they would fill no bulk request', () => {
      expect(shape(plan(planInput(many(30, { sizes: [1_000_000] }))))).to.deep.equal([
        ['event', 'single', 30],
      ]);
    });

    it('takes the first part of what a member has, where all of it does not fit', () => {
      const deep = candidate('deep', { sizes: Array.from({ length: 1_500 }, () => 500) });
      const [first] = plan(planInput([...many(10), deep])).batches;
      expect(first!.members.at(-1)).to.deep.equal({ key: 'deep', items: 990 });
    });

    it('waits for a bulk request that is near, and goes by single ones while it is far', () => {
      const used = (readyInMs: number) =>
        freshBudget({
          bulk_create_events: { available: 0, steady: 150, readyIn: () => readyInMs },
          // A thousand singles would take far longer than waiting for one request.
          create_event: { available: 350, steady: 3_500, readyIn: (count) => (count > 350 ? 90_000 : 0) },
        });
      const near = plan(planInput(many(1_000), { budget: used(400) }));
      expect(near.batches).to.deep.equal([]);
      expect(near.lookAt).to.equal(NOW + 400);
      const far = plan(planInput(many(1_000), { budget: used(40_000), places: { single: 300, bulk: 10 } }));
      expect(shape(far)).to.deep.equal([['event', 'single', 300]]);
    });

    it('spaces half-filled bulk requests when the window runs low, and lets full ones go', () => {
      const low = freshBudget({
        bulk_create_events: { available: 5, steady: 150 },
        create_event: { available: 0, steady: 3_500 },
      });
      const lastBulk = new Map([['event' as const, NOW - 100]]);
      const waiting = plan(planInput(many(100), { budget: low, lastBulk }));
      expect(waiting.batches).to.deep.equal([]);
      expect(waiting.lookAt).to.equal(NOW + 300);
      expect(shape(plan(planInput(many(600), { budget: low, lastBulk })))).to.deep.equal([
        ['event', 'bulk', 600],
      ]);
    });

    it('lets a half-filled request wait while several are in flight', () => {
      expect(shape(plan(planInput(many(100), { bulksInFlight: 2 })))).to.deep.equal([['event', 'bulk', 100]]);
      expect(shape(plan(planInput(many(100), { bulksInFlight: 3 })))).to.deep.equal([]);
      expect(shape(plan(planInput(many(500), { bulksInFlight: 9 })))).to.deep.equal([['event', 'bulk', 500]]);
    });

    it('sends alone who must go alone, and others in batches no larger than they may be in', () => {
      const { batches } = plan(
        planInput([...many(2, { cap: 1 }, 'alone'), ...many(100, { cap: 40 }, 'split'), ...many(50)]),
      );
      expect(batches.map(({ form, members }) => [form, members.length, members[0]!.key])).to.deep.equal([
        ['single', 2, 'alone0'],
        ['bulk', 50, 'm0'],
        ['bulk', 40, 'split0'],
        ['bulk', 40, 'split40'],
        // What is left is cheaper by single requests.
        ['single', 20, 'split80'],
      ]);
    });
  });

  describe('of states', () => {
    it('goes by single requests as long as these are sooner than a job', () => {
      expect(shape(plan(planInput(many(50, { need: 'state' }))))).to.deep.equal([['state', 'single', 50]]);
    });

    it('goes by an import job where single requests would wait for their window', () => {
      const budget = freshBudget({
        create_or_update_profile: {
          available: 75,
          steady: 750,
          readyIn: (count) => (count <= 75 ? 0 : count <= 750 ? 10_000 : 60_000),
        },
      });
      expect(shape(plan(planInput(many(3_000, { need: 'state', sizes: [700] }), { budget })))).to.deep.equal([
        ['state', 'bulk', 3_000],
      ]);
    });
  });

  describe('of lists', () => {
    it('takes a thousand members of one list in a request, and lists apart', () => {
      const { batches } = plan(
        planInput([
          ...many(1_200, { need: 'list', listId: 'A', sizes: [1] }, 'a'),
          ...many(3, { need: 'list', listId: 'B', sizes: [1] }, 'b'),
        ]),
      );
      expect(batches.map(({ listId, members }) => [listId, members.length])).to.deep.equal([
        ['A', 1_000],
        ['A', 200],
        ['B', 3],
      ]);
    });
  });

  it('takes live work before backfill', () => {
    const budget = freshBudget({
      create_event: { available: 2, steady: 3_500, readyIn: () => 0 },
      bulk_create_events: { available: 0, steady: 150, readyIn: () => 60_000 },
    });
    const { batches } = plan(
      planInput([...many(5, { backfill: true }, 'old'), ...many(2, {}, 'live')], { budget }),
    );
    expect(batches.flatMap(({ members }) => members.map(({ key }) => key))).to.deep.equal(['live0', 'live1']);
  });

  it('is never over a limit, takes nobody twice, and spends no more than there is', () => {
    const candidates = fc.array(
      fc.record({
        need: fc.constantFrom('event', 'state', 'list' as const),
        listId: fc.constantFrom('A', 'B'),
        joins: fc.constantFrom('', 'A\n'),
        sizes: fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 60 }),
        backfill: fc.boolean(),
        cap: fc.constantFrom(Infinity, 100, 10, 1),
      }),
      { maxLength: 400 },
    );
    const allowance = fc.record({ available: fc.nat(20), steady: fc.integer({ min: 1, max: 3_500 }) });
    const operations = Object.fromEntries(
      ['create_event', 'bulk_create_events', 'create_or_update_profile', 'bulk_import_profiles']
        .concat(['add_profiles_to_list', 'remove_profiles_from_list'])
        .map((operation) => [operation, allowance]),
    );
    fc.assert(
      fc.property(
        candidates,
        fc.record(operations),
        fc.record({ single: fc.nat(300), bulk: fc.nat(10) }),
        (given, allowances, places) => {
          const ready = given.map((one, index) => ({
            ...one,
            key: `m${index}`,
            sizes: one.need === 'event' ? one.sizes : one.sizes.slice(0, 1),
          }));
          const { batches } = plan(planInput(ready, { budget: freshBudget(allowances), places }));
          const byKey = new Map(ready.map((one) => [one.key, one]));
          const keys = batches.flatMap(({ members }) => members.map(({ key }) => key));
          expect(new Set(keys).size, 'nobody twice').to.equal(keys.length);
          const spent: Record<string, number> = {};
          const spend = (operation: string, count: number) =>
            (spent[operation] = (spent[operation] ?? 0) + count);
          for (const { need, form, listId, members } of batches) {
            const all = members.map(({ key, items }) => ({ ...byKey.get(key)!, items }));
            for (const one of all) {
              expect(one.need).to.equal(need);
              if (need === 'list') expect(one.listId).to.equal(listId);
              expect(one.items).to.be.within(1, one.sizes.length);
            }
            if (form === 'single') {
              spend(need === 'event' ? 'create_event' : 'create_or_update_profile', members.length);
              continue;
            }
            const bytes = all.flatMap(({ sizes, items }) => sizes.slice(0, items));
            expect(bytes.length).to.be.at.most(BULK_LIMITS[need].items);
            if (bytes.length > 1) {
              expect(bytes.reduce((sum, size) => sum + size, 0)).to.be.at.most(BULK_LIMITS[need].bytes);
            }
            for (const { cap } of all) expect(members.length).to.be.at.most(cap);
            if (need === 'event') spend('bulk_create_events', 1);
            else if (need === 'state') spend('bulk_import_profiles', 1);
          }
          for (const [operation, count] of Object.entries(spent)) {
            expect(count, operation).to.be.at.most(allowances[operation]!.available);
          }
          expect(batches.filter(({ form }) => form === 'bulk').length).to.be.at.most(places.bulk);
        },
      ),
      { numRuns: 300 },
    );
  });
});
