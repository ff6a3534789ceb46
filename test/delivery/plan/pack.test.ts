import { expect } from 'chai';
import { pack } from '../../../src/delivery/plan/pack.js';
import { candidate, many } from './plan-input.js';

const LIMITS = { items: 4, bytes: 100 };

describe('pack', () => {
  const packed = (...sizes: number[][]) => {
    const { members, items, rest } = pack(
      sizes.map((some, index) => candidate(`m${index}`, { sizes: some })),
      LIMITS,
    );
    expect(members.reduce((sum, one) => sum + one.items, 0)).to.equal(items);
    return [members.map((one) => one.items), rest.map(({ key }) => key)];
  };

  it('takes as many items as a request may have, and no member for none', () => {
    expect(packed([1, 1], [1, 1], [1])).to.deep.equal([[2, 2], ['m2']]);
    expect(packed([1, 1, 1], [1, 1], [1])).to.deep.equal([[3, 1], ['m2']]);
  });

  it('fills a request to the last byte that it may have', () => {
    expect(packed([60], [40], [1])).to.deep.equal([[1, 1], ['m2']]);
    expect(packed([60], [41], [1])).to.deep.equal([[1], ['m1', 'm2']]);
  });

  it('lets one that is larger than a request go alone, and takes nobody beside it', () => {
    expect(packed([101], [1])).to.deep.equal([[1], ['m1']]);
    expect(packed([1], [101], [1])).to.deep.equal([[1], ['m1', 'm2']]);
    expect(packed([101, 1], [1])).to.deep.equal([[1], ['m1']]);
  });

  it('takes nobody behind one of whom not all has fitted', () => {
    expect(packed([50, 60], [1])).to.deep.equal([[1], ['m1']]);
  });

  it('takes no more members than it is told', () => {
    expect(pack(many(4, { sizes: [1] }), LIMITS, 3)).to.deep.include({ items: 3 });
  });
});
