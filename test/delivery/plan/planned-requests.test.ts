import { expect } from 'chai';
import type { Need } from '../../../src/delivery/plan/candidate.js';
import { plan, type PlanInput } from '../../../src/delivery/plan/planner.js';
import { candidate, FLOWS, freshBudget, many, NOW, planInput } from './plan-input.js';

const shape = (input: PlanInput) =>
  plan(input).batches.map(({ need, form, listId, members }) => [need, form, listId, members.length]);

describe('plan, where there is little room', () => {
  it('says of what it has enough: every place filled, and a request more to choose the form by', () => {
    const enough: boolean[] = [];
    const ready = function* (isEnough: (need: Need) => boolean) {
      for (const one of many(1_003)) {
        enough.push(isEnough('event'));
        yield one;
      }
      enough.push(isEnough('event'), isEnough('state'));
    };
    plan(planInput([], { ready, places: { single: 3, bulk: 0 } }));
    expect(enough.filter((full) => !full)).to.have.length(1_004);
    expect(enough.at(-2)).to.equal(true);
    expect(enough.at(-1)).to.equal(false);
  });

  it('counts what a member has, not members', () => {
    const deep = candidate('deep', { sizes: Array.from({ length: 2_000 }, () => 1) });
    const places = { single: 0, bulk: 1 };
    expect(shape(planInput([deep, ...many(10)], { places }))).to.deep.equal([['event', 'bulk', '', 1]]);
  });

  it('sends as many single ones as there are places, over all flows together', () => {
    const both = [...many(3, { need: 'state' }, 's'), ...many(3)];
    expect(shape(planInput(both, { places: { single: 4, bulk: 0 } }))).to.deep.equal([
      ['state', 'single', '', 3],
      ['event', 'single', '', 1],
    ]);
  });

  it('looks again when a single one may go, and only then', () => {
    const none = freshBudget({ create_event: { available: 0, steady: 3_500, readyIn: () => 700 } });
    const flows = FLOWS.map((flow) => (flow.need === 'event' ? { ...flow, bulk: [] } : flow));
    expect(plan(planInput(many(1), { budget: none, flows }))).to.deep.equal({
      batches: [],
      lookAt: NOW + 700,
    });
    const one = freshBudget({ create_event: { available: 1, steady: 3_500, readyIn: () => 700 } });
    expect(plan(planInput(many(1), { budget: one, flows })).lookAt).to.equal(Infinity);
  });

  it('takes the last bulk request that is permitted, and the last place', () => {
    const last = freshBudget({
      bulk_create_events: { available: 1, steady: 150, readyIn: () => 0 },
      create_event: { available: 0, steady: 3_500 },
    });
    const places = { single: 300, bulk: 1 };
    expect(shape(planInput(many(600), { budget: last, places }))).to.deep.equal([['event', 'bulk', '', 600]]);
  });

  it('lets a request that is not full go at its time, and where half of the window is left', () => {
    const with75 = (available: number) =>
      freshBudget({
        bulk_create_events: { available, steady: 150 },
        create_event: { available: 0, steady: 3_500 },
      });
    const at = (ago: number, available: number) =>
      shape(
        planInput(many(100), {
          budget: with75(available),
          lastBulk: new Map([['event' as const, NOW - ago]]),
        }),
      ).length;
    expect(at(399, 74)).to.equal(0);
    expect(at(400, 74), 'a hundred and fiftieth of the minute has passed').to.equal(1);
    expect(at(0, 75), 'half of the window').to.equal(1);
  });

  it('goes by single ones while a bulk request is more than a second away, where it has a place', () => {
    const away = (ms: number) =>
      freshBudget({
        bulk_create_events: { available: 0, steady: 150, readyIn: () => ms },
        create_event: { available: 350, steady: 3_500, readyIn: (count) => (count > 350 ? 90_000 : 0) },
      });
    const batches = (ms: number, bulk: number) =>
      shape(planInput(many(1_000), { budget: away(ms), places: { single: 300, bulk } }));
    expect(batches(1_000, 1)).to.deep.equal([]);
    expect(batches(1_001, 1)).to.deep.equal([['event', 'single', '', 300]]);
    expect(batches(1_001, 0)).to.deep.equal([]);
  });

  it('waits for the more of a live state no longer than it has to: only the backfill fills up', () => {
    const budget = freshBudget({
      create_or_update_profile: { available: 0, steady: 750, readyIn: () => 60_000 },
    });
    const live = many(300, { need: 'state' });
    expect(shape(planInput(live, { budget, fillingSince: NOW }))).to.deep.equal([['state', 'bulk', '', 300]]);
    const other = many(300, { need: 'event', backfill: true });
    expect(shape(planInput(other, { fillingSince: NOW }))).to.deep.equal([['event', 'bulk', '', 300]]);
  });

  it('looks at lists again when either request for them may go, and begins none while neither can', () => {
    const busy = (adds: number, removes: number) =>
      freshBudget({
        add_profiles_to_list: { available: adds, steady: 150, readyIn: () => 900 },
        remove_profiles_from_list: { available: removes, steady: 150, readyIn: () => 500 },
      });
    const waiting = many(2, { need: 'list', listId: 'A', sizes: [1] });
    expect(plan(planInput(waiting, { budget: busy(0, 0) }))).to.deep.equal({
      batches: [],
      lookAt: NOW + 500,
    });
    expect(shape(planInput(waiting, { budget: busy(0, 1) }))).to.deep.equal([['list', 'bulk', 'A', 2]]);
    expect(shape(planInput(waiting, { budget: busy(1, 0) }))).to.deep.equal([['list', 'bulk', 'A', 2]]);
    expect(
      shape(planInput(waiting, { budget: busy(1, 1), places: { single: 9, bulk: 1 } })),
      'the last place',
    ).to.deep.equal([['list', 'bulk', 'A', 2]]);
    expect(shape(planInput(waiting, { places: { single: 9, bulk: 0 } }))).to.deep.equal([]);
  });
});
