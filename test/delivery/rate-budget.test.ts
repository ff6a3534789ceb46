import { expect } from 'chai';
import fc from 'fast-check';
import { RateBudget } from '../../src/delivery/rate-budget.js';
import { FakeClock } from '../harness/host/fake-clock.js';

describe('RateBudget', () => {
  const sendUntilRefused = (budget: RateBudget, operation: string): number => {
    let sent = 0;
    while (budget.take(operation) === 0) sent += 1;
    return sent;
  };

  describe('take', () => {
    it('permits the burst window and names the wait for the next', () => {
      const budget = new RateBudget(new FakeClock(), 1);
      expect(sendUntilRefused(budget, 'create_or_update_profile')).to.equal(75);
      expect(budget.take('create_or_update_profile')).to.equal(1_001);
    });

    it('leaves the rest of the share to others', () => {
      expect(sendUntilRefused(new RateBudget(new FakeClock(), 0.5), 'create_or_update_profile')).to.equal(37);
    });

    it('counts each operation for itself', () => {
      const budget = new RateBudget(new FakeClock(), 1);
      sendUntilRefused(budget, 'create_or_update_profile');
      expect(budget.take('create_event')).to.equal(0);
    });

    it('never permits more than a window in any stretch of its length', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), async (steps) => {
          const clock = new FakeClock();
          const budget = new RateBudget(clock, 1);
          budget.learn('op', [
            { limit: 5, windowMs: 1_000 },
            { limit: 12, windowMs: 6_000 },
          ]);
          const sent: number[] = [];
          for (const step of steps) {
            await clock.advance(step);
            while (budget.take('op') === 0) sent.push(clock.now());
          }
          for (const at of sent) {
            expect(sent.filter((other) => other >= at && other <= at + 1_000).length).to.be.at.most(5);
            expect(sent.filter((other) => other >= at && other <= at + 6_000).length).to.be.at.most(12);
          }
        }),
        { numRuns: 50 },
      );
    });
  });

  describe('block', () => {
    it('holds the operation for as long as a 429 says', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      budget.block('create_event', 60_000);
      expect(budget.take('create_event')).to.equal(60_000);
      await clock.advance(60_000);
      expect(budget.take('create_event')).to.equal(0);
    });
  });
});
