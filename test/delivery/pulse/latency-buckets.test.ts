import { expect } from 'chai';
import fc from 'fast-check';
import { deliveredPulses } from '../../../src/delivery/pulse/delivered-pulses.js';
import { bucketOf, percentileOf } from '../../../src/delivery/pulse/latency-buckets.js';

describe('percentileOf', () => {
  it('is at most a fifth above the exact one, and never below', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 86_400_000 }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95),
        (latencies, part) => {
          const counts = new Map<number, number>();
          for (const ms of latencies) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
          const sorted = latencies.toSorted((a, b) => a - b);
          const exact = sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
          const told = percentileOf(counts, part) ?? 0;
          expect(told).to.be.within(Math.floor(exact), exact * 2 ** 0.25 + 1);
        },
      ),
    );
  });

  it('is nothing where nothing was counted', () => {
    expect(percentileOf(new Map(), 0.5)).to.equal(null);
  });
});

describe('deliveredPulses', () => {
  it('counts by class of latency, and leaves history out', () => {
    const event = (acceptedAt: number, backfill = false) => ({ acceptedAt, backfill });
    const pulses = deliveredPulses([event(900), event(900), event(0), event(0, true)], 1_000);
    expect(pulses.map(({ count }) => count)).to.have.members([2, 1]);
  });
});
