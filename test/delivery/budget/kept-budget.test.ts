import { expect } from 'chai';
import { RateBudget } from '../../../src/delivery/budget/rate-budget.js';
import { FakeClock } from '../../harness/host/fake-clock.js';

const OPERATION = 'bulk_create_events';

/** A budget whose clock runs apart from the time of day, as a process's does. */
function budgetAt(monotonic: number): { clock: FakeClock; budget: RateBudget; wall: number } {
  const clock = new FakeClock();
  const base = clock.now();
  const apart = Object.assign(clock, { monotonic: () => clock.now() - base + monotonic });
  return { clock, budget: new RateBudget(apart, 1), wall: base };
}

describe('RateBudget, what is kept of it', () => {
  it('is told in the time of day: what was spent, then what is put aside and not spent yet', async () => {
    const { clock, budget, wall } = budgetAt(500);
    budget.putAside(OPERATION, 1);
    budget.spend(OPERATION, 1);
    budget.spend(OPERATION, 1);
    expect(budget.stored().spent).to.deep.equal({
      [OPERATION]: [
        [wall + 2_000, 2],
        [wall + 2_000, 3],
      ],
    });
    budget.spend(OPERATION, 3);
    expect(budget.stored().spent, 'nothing is left of the slice').to.deep.equal({
      [OPERATION]: [[wall + 2_000, 5]],
    });
    await clock.advance(2_000);
    budget.putAside(OPERATION, 1);
    expect(budget.stored().spent[OPERATION]).to.deep.equal([
      [wall + 2_000, 5],
      [wall + 4_000, 5],
    ]);
    await clock.advance(2_000);
    expect(budget.stored().spent[OPERATION], 'at its very end a slice still counts').to.have.length(2);
    await clock.advance(1);
    expect(budget.stored().spent[OPERATION], 'nobody can spend it any more').to.deep.equal([
      [wall + 2_000, 5],
    ]);
    await clock.advance(57_998);
    expect(budget.stored().spent[OPERATION]).to.have.length(1);
    await clock.advance(1);
    expect(budget.stored().spent, 'no window reaches it').to.deep.equal({});
  });

  it('is what the next owner counts, and hands on again', () => {
    const { budget, wall } = budgetAt(500);
    budget.restore({ spent: { [OPERATION]: [[wall + 1_000, 4]] }, blocked: {} });
    expect(budget.available(OPERATION)).to.equal(6);
    expect(budget.stored().spent).to.deep.equal({ [OPERATION]: [[wall + 1_000, 4]] });
  });

  it('can be spent to the very end of a slice, to its last request', async () => {
    const { clock, budget } = budgetAt(0);
    expect(budget.spend(OPERATION, 1), 'nothing was put aside').to.equal(false);
    budget.putAside(OPERATION, 7);
    await clock.advance(2_000);
    expect(budget.spend(OPERATION, 7)).to.equal(true);
    budget.putAside(OPERATION, 1);
    expect(budget.spend(OPERATION, 6)).to.equal(false);
  });

  it('has waits until their end, and none that is over', async () => {
    const { clock, budget, wall } = budgetAt(500);
    budget.block('create_event', 1_000);
    budget.block('get_list', 5_000);
    expect(budget.stored()).to.deep.include({
      blocked: { create_event: wall + 1_000, get_list: wall + 5_000 },
      blockedFor: { create_event: 1_000, get_list: 5_000 },
    });
    await clock.advance(1_000);
    expect(budget.stored().blocked).to.deep.equal({ get_list: wall + 5_000 });
  });

  it('waits for as long as was meant at most, whatever the clocks say', () => {
    const { budget, clock, wall } = budgetAt(500);
    budget.restore({
      spent: {},
      blocked: { create_event: wall + 4_000, get_list: wall + 9_000_000 },
      blockedFor: { create_event: 60_000, get_list: 60_000 },
    });
    expect(budget.readyAt('create_event')).to.equal(clock.now() + 4_000);
    expect(budget.readyAt('get_list')).to.equal(clock.now() + 60_000);
  });
});

describe('RateBudget, a wait', () => {
  it('is never cut short by a shorter one, and made longer by a longer one', () => {
    const { budget, clock } = budgetAt(0);
    budget.block('create_event', 60_000);
    budget.block('create_event', 1_000);
    expect(budget.readyAt('create_event')).to.equal(clock.now() + 60_000);
    budget.block('create_event', 90_000);
    expect(budget.readyAt('create_event')).to.equal(clock.now() + 90_000);
  });
});

describe('RateBudget, what live work may take', () => {
  it('is asked for unless backfill is named', () => {
    const { budget, clock } = budgetAt(0);
    for (let i = 0; i < 9; i += 1) expect(budget.take(OPERATION, true)).not.to.equal(null);
    expect(budget.take(OPERATION, true)).to.equal(null);
    expect(budget.readyAt(OPERATION)).to.equal(clock.now());
    expect(budget.readyAt(OPERATION, 1, true)).to.equal(clock.now() + 1_001);
    expect(budget.take(OPERATION)).not.to.equal(null);
  });

  it('is given back once for each request, however often it is said to have ended', async () => {
    const { budget, clock } = budgetAt(0);
    const permits = [budget.take(OPERATION), budget.take(OPERATION)];
    permits[0]?.end();
    permits[0]?.end();
    permits[0]?.cancel();
    await clock.advance(60_001);
    expect(budget.available(OPERATION), 'the other one is still under way').to.equal(9);
  });

  it('is what was published until an answer tells windows, and stays so where one tells none', () => {
    const { budget } = budgetAt(0);
    budget.learn(OPERATION, []);
    expect(budget.available(OPERATION)).to.equal(10);
  });
});

describe('RateBudget.steadyLimit', () => {
  it('is of the window that lets the fewest through in the long run, the first of two alike', () => {
    const { budget } = budgetAt(0);
    expect(budget.steadyLimit('create_list')).to.deep.equal({ count: 150, windowMs: 86_400_000 });
    budget.learn('op', [
      { limit: 60, windowMs: 60_000 },
      { limit: 1, windowMs: 1_000 },
      { limit: 5, windowMs: 1_000 },
    ]);
    expect(budget.steadyLimit('op')).to.deep.equal({ count: 60, windowMs: 60_000 });
  });
});

describe('RateBudget.uses', () => {
  it('tells each operation that counts something or waits, by name, with its windows', async () => {
    const { budget, clock, wall } = budgetAt(500);
    budget.available('get_list');
    expect(budget.uses(), 'asked for, never used').to.deep.equal([]);
    budget.take(OPERATION)?.end();
    budget.block('add_profiles_to_list', 1_500.5);
    const windows = (used: number) => [
      { windowMs: 1_000, used, limit: 10 },
      { windowMs: 60_000, used, limit: 150 },
    ];
    expect(budget.uses()).to.deep.equal([
      { operation: 'add_profiles_to_list', windows: windows(0), blockedUntil: wall + 1_501 },
      { operation: OPERATION, windows: windows(1), blockedUntil: null },
    ]);
    await clock.advance(1_501);
    expect(budget.uses(), 'one window still counts it, the other no more').to.deep.equal([
      {
        operation: OPERATION,
        windows: [
          { windowMs: 1_000, used: 0, limit: 10 },
          { windowMs: 60_000, used: 1, limit: 150 },
        ],
        blockedUntil: null,
      },
    ]);
    await clock.advance(58_500);
    expect(budget.uses()).to.deep.equal([]);
  });
});
