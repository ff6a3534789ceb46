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

  it('takes what costs the smaller part of its window where both are equally soon, single where both cost alike', () => {
    expect(choose({ items: 10 })).to.equal('single');
    expect(choose({ items: 11 })).to.equal('bulk');
  });

  it('calls equally soon what lies a tenth of a second apart', () => {
    expect(choose({ items: 10 }, at(100))).to.equal('single');
    expect(choose({ items: 10 }, at(101))).to.equal('bulk');
    expect(choose({ items: 11 }, {}, at(100))).to.equal('bulk');
    expect(choose({ items: 11 }, {}, at(101))).to.equal('single');
  });

  it('counts the time that a job takes, and the round trips of a member who has several', () => {
    expect(choose({ items: 11 }, {}, {}, 101)).to.equal('single');
    expect(choose({ items: 10, deepest: 2 })).to.equal('bulk');
  });

  it('asks only what the backfill costs: nobody waits for it', () => {
    expect(choose({ items: 10, backfill: true }, at(60_000))).to.equal('single');
    expect(choose({ items: 11, backfill: true }, {}, at(60_000))).to.equal('bulk');
  });
});
