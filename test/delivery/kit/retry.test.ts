import { expect } from 'chai';
import fc from 'fast-check';
import { isHopeless, retryDelay } from '../../../src/delivery/kit/retry.js';
import { looksAfter, nextLook } from '../../../src/delivery/marks/second-looks.js';

describe('retryDelay', () => {
  it('doubles, keeps at least half of each step, and ends at five minutes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const full = Math.min(300_000, 1_000 * 2 ** (attempts - 1));
          expect(retryDelay(attempts, random)).to.be.within(Math.floor(full / 2), full);
        },
      ),
    );
  });
});

describe('isHopeless', () => {
  const day = 24 * 3_600_000;
  it('gives up only after a day and twenty attempts', () => {
    expect(isHopeless(20, 0, day)).to.equal(true);
    expect(isHopeless(19, 0, day)).to.equal(false);
    expect(isHopeless(500, 0, day - 1)).to.equal(false);
  });
});

describe('nextLook', () => {
  const { notBefore, lookUntil } = looksAfter(1_000_000);

  it('looks 5 s and 60 s after the event, and then no more', () => {
    expect(notBefore).to.equal(1_005_000);
    expect(nextLook(lookUntil, 1_000_100)).to.equal(1_005_000);
    expect(nextLook(lookUntil, 1_005_010)).to.equal(1_060_000);
    expect(nextLook(lookUntil, 1_060_000)).to.equal(null);
  });

  it('has nothing to look at without an event', () => {
    expect(nextLook(0, 1_000)).to.equal(null);
  });
});
