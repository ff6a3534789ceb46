import { expect } from 'chai';
import fc from 'fast-check';
import { Sequence } from '../../../src/harness/emulator/state/sequence.js';

describe('Sequence', () => {
  it('is as a sorted map, from any place', () => {
    const step = fc.record({ seq: fc.integer({ min: 1, max: 30 }), gone: fc.boolean(), value: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), fc.integer({ min: 0, max: 31 }), (steps, from) => {
        const sequence = new Sequence<{ seq: number; value: number }>();
        const model = new Map<number, { seq: number; value: number }>();
        for (const { seq, gone, value } of steps) {
          if (gone) {
            sequence.delete(seq);
            model.delete(seq);
          } else {
            sequence.set({ seq, value });
            model.set(seq, { seq, value });
          }
        }
        const expected = [...model.values()].filter(({ seq }) => seq > from).sort((a, b) => a.seq - b.seq);
        expect([...sequence.after(from)]).to.deep.equal(expected);
      }),
    );
  });
});
