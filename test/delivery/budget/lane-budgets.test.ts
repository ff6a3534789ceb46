import { expect } from 'chai';
import { LaneBudgets } from '../../../src/delivery/budget/lane-budgets.js';
import { FakeClock } from '../../harness/host/fake-clock.js';

describe('LaneBudgets', () => {
  it('gives all who ask for a connection the same budget, each connection its own', () => {
    const budgets = new LaneBudgets(new FakeClock());
    const budget = budgets.of('a', 0.9);
    expect(budgets.of('a', 0.9)).to.equal(budget);
    expect(budgets.of('b', 0.9)).not.to.equal(budget);
  });

  it('begins a new one for another share, and after another owner', () => {
    const budgets = new LaneBudgets(new FakeClock());
    const budget = budgets.of('a', 0.9);
    const half = budgets.of('a', 0.5);
    expect(half).not.to.equal(budget);
    expect(half.share).to.equal(0.5);
    const renewed = budgets.renew('a', 0.5);
    expect(renewed).not.to.equal(half);
    expect(budgets.of('a', 0.5)).to.equal(renewed);
  });
});
