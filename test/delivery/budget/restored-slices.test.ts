import { expect } from 'chai';
import { restoredSlices } from '../../../src/delivery/budget/restored-slices.js';

const NOW = 1_000_000;
const WINDOW = 60_000;

describe('restoredSlices', () => {
  const rows: readonly [
    what: string,
    slices: readonly [number, number][],
    restored: readonly (readonly [number, number])[],
  ][] = [
    ['believes what lies within a window', [[NOW - 10_000, 3]], [[-10_000, 3]]],
    ['believes what was put aside for the next moments', [[NOW + 2_000, 3]], [[2_000, 3]]],
    [
      'leaves out what no window reaches any more, beside what one does',
      [
        [NOW - 60_000, 7],
        [NOW - 59_999, 2],
        [NOW, 1],
      ],
      [
        [-59_999, 2],
        [0, 1],
      ],
    ],
    [
      'counts all of it as spent in the next moments where the clock was set back',
      [
        [NOW - 90_000, 7],
        [NOW + 2_001, 3],
      ],
      [
        [2_000, 7],
        [2_000, 3],
      ],
    ],
    [
      'counts all of it as spent just now where so much time seems to have passed that it may not have',
      [
        [NOW - 90_000, 7],
        [NOW - 60_000, 3],
      ],
      [
        [0, 7],
        [0, 3],
      ],
    ],
    ['has nothing of nothing', [], []],
  ];

  for (const [what, slices, restored] of rows) {
    it(what, () => {
      expect(restoredSlices(slices, WINDOW, NOW)).to.deep.equal(restored);
    });
  }
});
