import { expect } from 'chai';
import fc from 'fast-check';
import { SlidingLog } from '../../../src/delivery/budget/sliding-log.js';

const WINDOW = 1_000;
const LONGEST = 6_000;

/** What the log says, counted anew each time from every request that there ever was. */
class EveryRequest {
  readonly ends: number[] = [];
  open = 0;

  push(at: number): void {
    this.ends.push(Math.max(at, this.ends.at(-1) ?? at));
  }

  count(windowMs: number, now: number): number {
    return this.open + this.ends.filter((end) => end >= now - windowMs).length;
  }

  freeAt(windowMs: number, most: number, now: number): number {
    if (this.open > most) return now + windowMs + 1;
    const times = [now, ...this.ends.map((end) => end + windowMs + 1)].toSorted((a, b) => a - b);
    return times.find((time) => time >= now && this.count(windowMs, time) <= most) ?? now;
  }
}

const step = fc.record({
  after: fc.integer({ min: 0, max: 700 }),
  what: fc.constantFrom('begin', 'end', 'cancel', 'hold', 'prune'),
  count: fc.integer({ min: 1, max: 4 }),
  ahead: fc.integer({ min: 0, max: 2_000 }),
});

describe('SlidingLog', () => {
  it('counts as if it kept every request for ever, whatever it forgets', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.nat(8), (steps, most) => {
        const log = new SlidingLog();
        const all = new EveryRequest();
        let now = 10_000;
        for (const { after, what, count, ahead } of steps) {
          now += after;
          const some = Math.min(count, all.open);
          if (what === 'begin') {
            log.begin(count);
            all.open += count;
          } else if (what === 'cancel') {
            log.cancel(some);
            all.open -= some;
          } else if (what === 'end') {
            log.end(now, some);
            all.open -= some;
            for (let i = 0; i < some; i += 1) all.push(now);
          } else if (what === 'hold') {
            log.hold(now + ahead, count);
            for (let i = 0; i < count; i += 1) all.push(now + ahead);
          } else {
            log.prune(LONGEST, now);
          }
          for (const windowMs of [WINDOW, LONGEST]) {
            expect(log.count(windowMs, now)).to.equal(all.count(windowMs, now));
            expect(Math.max(now, log.freeAt(windowMs, most, now))).to.equal(all.freeAt(windowMs, most, now));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('has room at once for less than a window permits, and when the oldest has left it for one more', () => {
    const log = new SlidingLog();
    for (const at of [100, 200, 300]) {
      log.begin();
      log.end(at);
    }
    expect(log.freeAt(WINDOW, 3, 400)).to.equal(400);
    expect(log.freeAt(WINDOW, 2, 400)).to.equal(1_101);
    expect(log.freeAt(WINDOW, 0, 400)).to.equal(1_301);
    log.begin(2);
    expect(log.freeAt(WINDOW, 2, 400), 'two in flight, none of the three may count').to.equal(1_301);
    expect(log.freeAt(WINDOW, 1, 400), 'as if they were answered now').to.equal(1_401);
  });

  it('forgets what no window reaches: all of it, or a whole block at once', () => {
    const log = new SlidingLog();
    const ends = (): number => (log as unknown as { ends: number[] }).ends.length;
    log.begin(600);
    log.end(0, 512);
    log.end(5_000, 88);
    log.prune(LONGEST, 6_001);
    expect(ends(), 'a block is not moved for less').to.equal(600);
    log.hold(5_000, 1);
    log.prune(LONGEST, 11_001);
    expect(ends(), 'all of it').to.equal(0);
    log.begin(600);
    log.end(20_000, 513);
    log.end(25_000, 87);
    log.prune(LONGEST, 26_001);
    expect(ends(), 'a block').to.equal(87);
  });

  it('counts one that ends earlier than one before it with that one', () => {
    const log = new SlidingLog();
    log.begin(2);
    log.end(2_000);
    log.end(1_500);
    expect(log.count(WINDOW, 2_900)).to.equal(2);
  });
});
