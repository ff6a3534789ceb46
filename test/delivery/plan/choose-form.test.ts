import { expect } from 'chai';
import { chooseForm, type Waiting } from '../../../src/delivery/plan/choose-form.js';
import { type Allowance, FixedBudget } from './fixed-budget.js';

const NOW = 1_000_000;

describe('chooseForm', () => {
  const choose = (
    waiting: Partial<Waiting>,
    single: Partial<Allowance> = {},
    bulk: Partial<Allowance> = {},
    bulkDelayMs = 0,
  ) =>
    chooseForm(
      { items: 10, requests: 1, deepest: 1, backfill: false, ...waiting },
      { single: 'one', bulk: 'many', bulkDelayMs },
      new FixedBudget(NOW, {
        one: { available: 1_000, steady: 100, ...single },
        many: { available: 1_000, steady: 10, ...bulk },
      }),
      NOW,
    );
  const at = (ms: number): Partial<Allowance> => ({ readyIn: () => ms });

  it('takes what costs the smaller part of its window where both are equally soon, of its window and of this process', () => {
    expect(choose({ items: 9 })).to.equal('single');
    expect(choose({ items: 10 })).to.equal('bulk');
  });

  it('counts what a request of one takes this process, whatever Klaviyo permits', () => {
    const wide = { available: 1_000_000, steady: 1_000_000 };
    expect(choose({ items: 110 }, wide)).to.equal('single');
    expect(choose({ items: 150 }, wide, {}, 0), 'a tenth of a second sooner').to.equal('bulk');
    expect(choose({ items: 150 }, wide, {}, 5_000), 'a job takes longer than that').to.equal('single');
    expect(choose({ items: 7_000, requests: 7 }, wide, {}, 5_000)).to.equal('bulk');
    expect(choose({ items: 7_000, requests: 7, backfill: true }, wide, wide)).to.equal('bulk');
  });

  it('calls equally soon what lies a tenth of a second apart', () => {
    expect(choose({ items: 9 }, at(101))).to.equal('single');
    expect(choose({ items: 9 }, at(102))).to.equal('bulk');
    expect(choose({ items: 10 }, {}, at(110))).to.equal('bulk');
    expect(choose({ items: 10 }, {}, at(111))).to.equal('single');
  });

  it('counts the time that a job takes, and the round trips of a member who has several', () => {
    expect(choose({ items: 10 }, {}, {}, 120)).to.equal('single');
    expect(choose({ items: 9, deepest: 2 })).to.equal('bulk');
  });

  it('asks only what the backfill costs: nobody waits for it', () => {
    expect(choose({ items: 9, backfill: true }, at(60_000))).to.equal('single');
    expect(choose({ items: 10, backfill: true }, {}, at(60_000))).to.equal('bulk');
  });
});
