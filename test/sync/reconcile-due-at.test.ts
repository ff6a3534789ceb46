import { expect } from 'chai';
import { reconcileDueAt } from '../../src/sync/reconcile/reconcile-due-at.js';

const DAY = 86_400_000;

describe('reconcileDueAt', () => {
  it('is a period after the last one, else after the connection began to deliver', () => {
    expect(reconcileDueAt('daily', 1_000, null)).to.equal(1_000 + DAY);
    expect(reconcileDueAt('weekly', 1_000, 5_000)).to.equal(5_000 + 7 * DAY);
  });

  it('is never where nobody wants it, or nothing was ever delivered', () => {
    expect(reconcileDueAt('never', 1_000, 5_000)).to.equal(Infinity);
    expect(reconcileDueAt('weekly', null, null)).to.equal(Infinity);
  });
});
