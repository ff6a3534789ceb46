import { expect } from 'chai';
import { AlikeMarks } from '../../../src/delivery/backlog/alike-marks.js';

describe('AlikeMarks', () => {
  const mark = { facet: 'list', listId: 'L1', backfill: true } as const;

  it('gives equal marks as one, and nothing of whose they are', () => {
    const alike = new AlikeMarks();
    const first = alike.alone({ ...mark, ...{ memberId: 'm1', attempts: 3 } });
    expect(first).to.deep.equal([mark]);
    expect(alike.alone({ ...mark })).to.equal(first);
  });

  for (const other of [{ facet: 'profile' as const }, { listId: 'L2' }, { backfill: false }]) {
    it(`keeps those apart that differ by ${Object.keys(other).join()}`, () => {
      const alike = new AlikeMarks();
      alike.alone(mark);
      expect(alike.alone({ ...mark, ...other })).to.deep.equal([{ ...mark, ...other }]);
    });
  }
});
