import { expect } from 'chai';
import fc from 'fast-check';
import { followPage, pathOfPage } from '../../src/providers/page-path.js';

/** Follows pages as a reader does. @returns the pages that were asked for */
function read(next: (page: number) => number | null, most: number): number[] {
  const pages: number[] = [];
  for (let path: string | null = '/api/p?0'; path !== null && pages.length < most;) {
    const page = Number(pathOfPage(path).split('?')[1]);
    pages.push(page);
    const following = next(page);
    path = following === null ? null : followPage(path, `/api/p?${following}`);
  }
  return pages;
}

describe('followPage', () => {
  it('ends at once where a page names itself', () => {
    expect(read(() => 0, 10)).to.deep.equal([0]);
  });

  it('goes to the end of any row of pages', () => {
    expect(read((page) => (page < 5_000 ? page + 1 : null), 10_000).length).to.equal(5_001);
  });

  it('ends wherever it goes round in a circle, soon after it has gone round', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 60 }), (before, round) => {
        const pages = read((page) => (page < before + round - 1 ? page + 1 : before), 1_000);
        expect(pages.length).to.be.within(before + round, 5 * (before + round) + 2);
      }),
    );
  });

  it('ends where there is no end', () => {
    expect(followPage('/api/p?1#100000.131072.1.mark', '/api/p?2')).to.equal(null);
  });

  it('keeps its trail out of what is asked for, whatever a link carries', () => {
    expect(pathOfPage(followPage('/api/p?1', '/api/p?2')!)).to.equal('/api/p?2');
    expect(pathOfPage('/api/p?1#')).to.equal('/api/p?1');
  });
});
