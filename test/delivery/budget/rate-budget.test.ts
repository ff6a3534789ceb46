import { expect } from 'chai';
import fc from 'fast-check';
import { type Permit, RateBudget } from '../../../src/delivery/budget/rate-budget.js';
import { FakeClock } from '../../harness/host/fake-clock.js';

describe('RateBudget', () => {
  const takeAll = (budget: RateBudget, operation: string, backfill = false): Permit[] => {
    const permits: Permit[] = [];
    for (let permit = budget.take(operation, backfill); permit; permit = budget.take(operation, backfill)) {
      permits.push(permit);
    }
    return permits;
  };
  const sendAll = (budget: RateBudget, operation: string): number => {
    const permits = takeAll(budget, operation);
    for (const permit of permits) permit.end();
    return permits.length;
  };

  describe('take', () => {
    it('permits the burst window and tells when the next may go', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      expect(sendAll(budget, 'create_or_update_profile')).to.equal(75);
      expect(budget.readyAt('create_or_update_profile')).to.equal(clock.now() + 1_001);
      await clock.advance(1_001);
      expect(sendAll(budget, 'create_or_update_profile')).to.equal(75);
    });

    it('counts a request from its sending until a window after its answer: that is when it may have arrived', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      const permits = takeAll(budget, 'bulk_create_events');
      expect(permits.length).to.equal(10);
      await clock.advance(5_000);
      expect(budget.available('bulk_create_events'), 'still in flight').to.equal(0);
      for (const permit of permits) permit.end();
      await clock.advance(1_000);
      expect(budget.available('bulk_create_events'), 'both ends of a window count').to.equal(0);
      await clock.advance(1);
      expect(budget.available('bulk_create_events')).to.equal(10);
    });

    it('gives back what was never sent', () => {
      const budget = new RateBudget(new FakeClock(), 1);
      for (const permit of takeAll(budget, 'bulk_create_events')) permit.cancel();
      expect(budget.available('bulk_create_events')).to.equal(10);
    });

    it('leaves the rest of the share to others', () => {
      expect(sendAll(new RateBudget(new FakeClock(), 0.5), 'create_or_update_profile')).to.equal(37);
    });

    it('leaves a tenth of each window to live work', () => {
      const budget = new RateBudget(new FakeClock(), 1);
      expect(takeAll(budget, 'create_event', true).length).to.equal(315);
      expect(takeAll(budget, 'create_event').length).to.equal(35);
    });

    it('counts each operation for itself', () => {
      const budget = new RateBudget(new FakeClock(), 1);
      sendAll(budget, 'create_or_update_profile');
      expect(budget.available('create_event')).to.equal(350);
    });

    it('never lets more requests arrive in any stretch of a window, wherever between sending and answer they do', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ step: fc.integer({ min: 0, max: 400 }), takes: fc.nat(700) }), {
            maxLength: 50,
          }),
          fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
          async (steps, where) => {
            const clock = new FakeClock();
            const budget = new RateBudget(clock, 1);
            budget.learn('op', [
              { limit: 5, windowMs: 1_000 },
              { limit: 12, windowMs: 6_000 },
            ]);
            const arrivals: number[] = [];
            const open: { permit: Permit; sentAt: number; answeredAt: number }[] = [];
            for (const { step, takes } of steps) {
              await clock.advance(step);
              for (const one of open.splice(0).toSorted((a, b) => a.answeredAt - b.answeredAt)) {
                if (one.answeredAt > clock.now()) open.push(one);
                else {
                  one.permit.end();
                  const answeredAt = clock.now();
                  arrivals.push(one.sentAt + where.next().value! * (answeredAt - one.sentAt));
                }
              }
              for (const permit of takeAll(budget, 'op')) {
                open.push({ permit, sentAt: clock.now(), answeredAt: clock.now() + takes });
              }
            }
            for (const at of arrivals) {
              expect(arrivals.filter((other) => other >= at && other <= at + 1_000).length).to.be.at.most(5);
              expect(arrivals.filter((other) => other >= at && other <= at + 6_000).length).to.be.at.most(12);
            }
          },
        ),
        { numRuns: 50 },
      );
    });
  });

  describe('readyAt', () => {
    it('forecasts when many can have gone', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      const now = clock.now();
      expect(budget.readyAt('create_event', 350)).to.equal(now);
      // More than the burst window: the rest goes with the next seconds.
      expect(budget.readyAt('create_event', 351)).to.equal(now);
      expect(budget.readyAt('create_event', 701)).to.equal(now + 1_000);
      sendAll(budget, 'create_event');
      await clock.advance(400);
      expect(budget.readyAt('create_event', 1)).to.equal(now + 1_001);
    });
  });

  describe('block', () => {
    it('holds the operation for as long as a 429 says', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      budget.block('create_event', 60_000);
      expect(budget.take('create_event')).to.equal(null);
      expect(budget.readyAt('create_event')).to.equal(clock.now() + 60_000);
      await clock.advance(60_000);
      expect(budget.take('create_event')).not.to.equal(null);
    });

    it('ends when a permission is given', () => {
      const budget = new RateBudget(new FakeClock(), 1);
      budget.block('create_event', 60_000);
      budget.unblock();
      expect(budget.available('create_event')).to.equal(350);
    });
  });

  describe('learn', () => {
    it('takes the limits in force from an answer', () => {
      const budget = new RateBudget(new FakeClock(), 1);
      budget.learn('create_event', [
        { limit: 3, windowMs: 1_000 },
        { limit: 100, windowMs: 60_000 },
      ]);
      expect(sendAll(budget, 'create_event')).to.equal(3);
      expect(budget.steadyLimit('create_event')).to.deep.equal({ count: 100, windowMs: 60_000 });
    });
  });

  describe('what is stored before it is spent', () => {
    const spendAll = (budget: RateBudget, operation: string, count: number): void => {
      if (!budget.spend(operation, count)) {
        budget.putAside(operation, count);
        expect(budget.spend(operation, count)).to.equal(true);
      }
    };

    it('counts as spent for the next owner, whatever this one has really sent', () => {
      const clock = new FakeClock();
      const first = new RateBudget(clock, 1);
      spendAll(first, 'bulk_create_events', 3);
      const stored = first.stored();
      const next = new RateBudget(clock, 1);
      next.restore(stored);
      // A slice is a thirtieth of the minute window, 5 of 150, and counts whole.
      expect(next.available('bulk_create_events')).to.equal(5);
    });

    it('is put aside anew when it is used up, or has not been spent in time', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      budget.putAside('bulk_create_events', 1);
      expect(budget.spend('bulk_create_events', 5)).to.equal(true);
      expect(budget.spend('bulk_create_events', 1), 'used up').to.equal(false);
      budget.putAside('bulk_create_events', 1);
      await clock.advance(2_001);
      expect(budget.spend('bulk_create_events', 1), 'too late').to.equal(false);
    });

    it('is counted for one window more where the clock may have been set forward, and no longer', async () => {
      const clock = new FakeClock();
      const first = new RateBudget(clock, 1);
      spendAll(first, 'bulk_create_events', 10);
      const stored = first.stored();
      await clock.advance(62_001);
      const next = new RateBudget(clock, 1);
      next.restore(stored);
      expect(next.available('bulk_create_events')).to.equal(0);
      await clock.advance(1_001);
      expect(next.available('bulk_create_events')).to.equal(10);
      await clock.advance(60_000);
      expect(next.stored().spent).to.deep.equal({});
    });

    it('hands on what Klaviyo told to wait for', async () => {
      const clock = new FakeClock();
      const first = new RateBudget(clock, 1);
      first.block('create_event', 3_600_000);
      const next = new RateBudget(clock, 1);
      next.restore(first.stored());
      await clock.advance(60_000);
      expect(next.available('create_event')).to.equal(0);
    });

    it('never lets two owners together exceed a window', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 }), async (steps) => {
          const clock = new FakeClock();
          const sent: number[] = [];
          let budget = new RateBudget(clock, 1);
          let stored = budget.stored();
          for (const [turn, step] of steps.entries()) {
            await clock.advance(step);
            if (turn % 3 === 2) {
              // Killed: all that is left is what was stored.
              budget = new RateBudget(clock, 1);
              budget.restore(stored);
            }
            for (const permit of takeAll(budget, 'bulk_create_events')) {
              if (!budget.spend('bulk_create_events', 1)) {
                budget.putAside('bulk_create_events', 1);
                stored = budget.stored();
                budget.spend('bulk_create_events', 1);
              }
              permit.end();
              sent.push(clock.now());
            }
          }
          for (const at of sent) {
            expect(sent.filter((other) => other >= at && other <= at + 1_000).length).to.be.at.most(10);
            expect(sent.filter((other) => other >= at && other <= at + 60_000).length).to.be.at.most(150);
          }
        }),
        { numRuns: 30 },
      );
    });
  });

  describe('a clock that is set', () => {
    const HOUR_MS = 3_600_000;
    const STEPS = [-120_000, 120_000, -HOUR_MS, HOUR_MS, -25 * HOUR_MS, 25 * HOUR_MS];
    const OPERATION = 'bulk_create_events';

    for (const step of STEPS) {
      it(`changes nothing in a process, set by ${step / 60_000} minutes`, async () => {
        const clock = new FakeClock();
        const budget = new RateBudget(clock, 1);
        sendAll(budget, OPERATION);
        budget.block('create_event', 10_000);
        clock.step(step);
        expect(budget.available(OPERATION)).to.equal(0);
        expect(budget.readyAt(OPERATION) - clock.now()).to.equal(1_001);
        expect(budget.readyAt('create_event') - clock.now()).to.equal(10_000);
        expect(budget.uses().find(({ operation }) => operation === 'create_event')?.blockedUntil).to.equal(
          clock.now() + 10_000,
        );
        await clock.advance(10_000);
        expect(budget.available(OPERATION)).to.equal(10);
        expect(budget.available('create_event')).to.equal(350);
      });

      it(`costs one window at most over a restart, set by ${step / 60_000} minutes, and breaks none`, async () => {
        const clock = new FakeClock();
        const first = new RateBudget(clock, 1);
        for (let second = 0; second < 15; second += 1) {
          for (const permit of takeAll(first, OPERATION)) {
            if (!first.spend(OPERATION, 1)) {
              first.putAside(OPERATION, 1);
              first.spend(OPERATION, 1);
            }
            permit.end();
          }
          await clock.advance(1_001);
        }
        first.block('create_event', 10_000);
        const stored = first.stored();
        clock.step(step);
        const next = new RateBudget(clock, 1);
        next.restore(stored);
        // 150 went within the last quarter of a minute.
        expect(next.available(OPERATION)).to.equal(0);
        await clock.advance(10_000);
        expect(next.available('create_event')).to.equal(350);
        await clock.advance(53_000);
        expect(next.available(OPERATION)).to.equal(10);
        expect(next.readyAt(OPERATION, 150) - clock.now()).to.be.at.most(15_000);
      });
    }

    it('never lets a window be exceeded, in whatever order processes end and clocks are set', async () => {
      const turns = fc.array(
        fc.record({
          pass: fc.integer({ min: 0, max: 5_000 }),
          step: fc.constantFrom(0, 0, 0, ...STEPS),
          isKilled: fc.boolean(),
        }),
        { maxLength: 40 },
      );
      await fc.assert(
        fc.asyncProperty(turns, async (all) => {
          const clock = new FakeClock();
          const sent: number[] = [];
          let budget = new RateBudget(clock, 1);
          let stored = budget.stored();
          for (const { pass, step, isKilled } of all) {
            await clock.advance(pass);
            clock.step(step);
            if (isKilled) {
              budget = new RateBudget(clock, 1);
              budget.restore(stored);
            }
            for (const permit of takeAll(budget, OPERATION)) {
              if (!budget.spend(OPERATION, 1)) {
                budget.putAside(OPERATION, 1);
                stored = budget.stored();
                budget.spend(OPERATION, 1);
              }
              permit.end();
              sent.push(clock.monotonic());
            }
          }
          for (const at of sent) {
            expect(sent.filter((other) => other >= at && other <= at + 1_000).length).to.be.at.most(10);
            expect(sent.filter((other) => other >= at && other <= at + 60_000).length).to.be.at.most(150);
          }
        }),
        { numRuns: 200 },
      );
    });
  });

  describe('throttle', () => {
    const again = async (clock: FakeClock, budget: RateBudget, asked: number): Promise<number> => {
      const permit = budget.take('create_event');
      expect(permit).not.to.equal(null);
      const wait = budget.throttle('create_event', asked);
      permit!.end();
      expect(budget.take('create_event')).to.equal(null);
      await clock.advance(wait);
      return wait;
    };

    it('grows from a second to a minute where hardly anything is asked for, again and again', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      const waits: number[] = [];
      for (let i = 0; i < 8; i += 1) waits.push(await again(clock, budget, i % 2 === 0 ? 0 : 1_000));
      expect(waits).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    });

    it('begins anew after a success, and obeys what is asked for', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      for (let i = 0; i < 3; i += 1) await again(clock, budget, 0);
      budget.learn('create_event', []);
      expect(await again(clock, budget, 0)).to.equal(1_000);
      expect(await again(clock, budget, 30_000)).to.equal(30_000);
      expect(await again(clock, budget, 999_999_999_999)).to.equal(86_400_000);
    });

    it('counts many that were under way together once', async () => {
      const clock = new FakeClock();
      const budget = new RateBudget(clock, 1);
      const permits = takeAll(budget, 'create_event');
      for (const permit of permits) {
        expect(budget.throttle('create_event', 0)).to.equal(1_000);
        permit.end();
      }
      await clock.advance(1_000);
      // An answer to an earlier one that comes late.
      expect(budget.throttle('create_event', 0)).to.equal(1_000);
    });
  });
});
