import { expect } from 'chai';
import { chartOf, linePath } from '../../../../src/harness/console/web/overview/chart-lines.js';

const point = (delivered: number, failed: number, waiting: number | null) => ({
  at: 0,
  delivered,
  failed,
  waiting,
});

describe('chartOf', () => {
  it('ends its axis at a round number that nothing exceeds', () => {
    const top = (value: number) =>
      chartOf({ stepMs: 1, points: [point(value, 0, null), point(0, 0, null)] }).top;
    expect([0, 1, 3, 20, 21, 501, 1000].map(top)).to.deep.equal([1, 1, 5, 20, 50, 1000, 1000]);
  });

  it('draws no step that is still under way', () => {
    const points = [point(60, 0, 4), point(58, 1, 3), point(2, 0, 0)];
    const { lines } = chartOf({ stepMs: 60_000, points });
    expect(lines.map(({ values }) => values)).to.deep.equal([
      [60, 58],
      [0, 1],
      [4, 3],
    ]);
  });
});

describe('linePath', () => {
  it('goes from left to right, the largest at the top', () => {
    expect(linePath([0, 10], 10, 100, 50)).to.equal('M0.0 50.0L100.0 0.0');
  });

  it('leaves a gap where nothing is known', () => {
    expect(linePath([1, null, 1], 1, 100, 50)).to.equal('M0.0 0.0M100.0 0.0');
  });
});
