import { expect } from 'chai';
import fc from 'fast-check';
import { afterRefusal } from '../../../src/delivery/backlog/after-refusal.js';

describe('afterRefusal', () => {
  const owners = Array.from({ length: 200 }, (_, index) => `m${index}`);
  const pattern = /^\/data\/(\d+)(?:\/|$)/;
  const at = (...pointers: (string | null)[]) => pointers.map((pointer) => ({ code: 'invalid', pointer }));
  const decide = (more: Partial<Parameters<typeof afterRefusal>[0]>) => {
    const { alone, cap } = afterRefusal({
      owners,
      resent: new Set(),
      refusals: 0,
      faults: [],
      pattern,
      ...more,
    });
    return { alone: [...alone], cap };
  };

  it('sends alone whom a pointer names, all of them, and the rest as before', () => {
    expect(decide({ faults: at('/data/3/attributes/x', '/data/150') })).to.deep.equal({
      alone: ['m3', 'm150'],
      cap: null,
    });
  });

  it('splits into tenths where nobody is named', () => {
    for (const faults of [at(null), at('/data/'), at('/data/999/x'), []]) {
      expect(decide({ faults })).to.deep.equal({ alone: [], cap: 20 });
    }
  });

  it('splits when naming goes on and on', () => {
    expect(decide({ faults: at('/data/3'), refusals: 1 }).cap).to.equal(null);
    expect(decide({ faults: at('/data/3'), refusals: 2 })).to.deep.equal({ alone: ['m3'], cap: 20 });
  });

  it('sends alone who may have been taken before', () => {
    expect(decide({ resent: new Set(['m1', 'm2']), faults: at('/data/1') }).alone).to.deep.equal([
      'm1',
      'm2',
    ]);
  });

  it('comes to single requests in a few steps, whatever is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (count) => {
        let size = count;
        let steps = 0;
        while (size > 1) {
          const some = Array.from({ length: size }, (_, index) => `m${index}`);
          size = Math.min(size - 1, decide({ owners: some }).cap ?? size);
          steps += 1;
        }
        expect(steps).to.be.at.most(5);
      }),
      { numRuns: 50 },
    );
  });
});
