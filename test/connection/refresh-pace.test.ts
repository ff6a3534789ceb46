import { expect } from 'chai';
import fc from 'fast-check';
import { RefreshPace } from '../../src/connection/refresh-pace.js';

describe('RefreshPace', () => {
  it('waits longer after each failure, and no longer than a minute', () => {
    const pace = new RefreshPace();
    let now = 0;
    const waits = Array.from({ length: 9 }, () => {
      pace.begin(now);
      pace.fail(now, null, 1);
      const wait = pace.waitMs(now);
      now += wait;
      return wait;
    });
    expect(waits).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    pace.succeed(now);
    expect(pace.waitMs(now)).to.equal(0);
  });

  it('obeys what is asked for, up to a quarter of an hour', () => {
    const pace = new RefreshPace();
    pace.fail(0, 60_000, 0);
    expect(pace.waitMs(0)).to.equal(60_000);
    pace.fail(0, 86_400_000, 0);
    expect(pace.waitMs(0)).to.equal(900_000);
  });

  it('goes on growing where the new token is refused as well', () => {
    const pace = new RefreshPace();
    const waits = [1, 2, 3, 4].map((now) => {
      pace.succeed(now);
      pace.failAfterAll(now, 1);
      return pace.waitMs(now);
    });
    expect(waits).to.deep.equal([1_000, 2_000, 4_000, 8_000]);
    pace.succeed(5);
    // An hour later it is another matter.
    pace.failAfterAll(3_600_000, 1);
    expect(pace.waitMs(3_600_000)).to.equal(1_000);
  });

  it('tells how long it has been failing', () => {
    const pace = new RefreshPace();
    expect(pace.failingFor(10)).to.equal(null);
    expect(pace.fail(10, null, 0)).to.equal(true);
    expect(pace.fail(20, null, 0)).to.equal(false);
    expect(pace.failingFor(310)).to.equal(300);
    expect(pace.succeed(320)).to.equal(true);
    expect(pace.succeed(330)).to.equal(false);
  });

  it('never begins more than ten in any minute, whatever comes of them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4_000), fc.boolean()), { maxLength: 300 }), (steps) => {
        const pace = new RefreshPace();
        const begun: number[] = [];
        let now = 0;
        for (const [step, isGood] of steps) {
          now += step;
          if (pace.waitMs(now) > 0) continue;
          pace.begin(now);
          begun.push(now);
          if (isGood) pace.succeed(now);
          else pace.fail(now, null, 0);
        }
        for (const at of begun) {
          expect(begun.filter((other) => other >= at && other < at + 60_000).length).to.be.at.most(10);
        }
      }),
    );
  });
});
