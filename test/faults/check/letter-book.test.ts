import { expect } from 'chai';
import { LetterBook } from './letter-book.js';

const letter = (id: string, kind: 'event' | 'state', at = 1) => ({
  id,
  kind,
  code: 'error',
  message: 'Scripted fault.',
  at,
  attempts: 1,
});
const jobs = (failed: number) => [{ id: 'J', status: 'complete', total: 1, failed }];

describe('LetterBook', () => {
  it('takes the states that import jobs failed for explained, and no more of them', () => {
    const book = new LetterBook();
    book.note([letter('profile:m:', 'state'), letter('points:m:', 'state')]);
    expect(book.unexplained(jobs(1))).to.deep.equal([]);
    expect(book.unexplained(jobs(0))).to.have.lengthOf(1);
  });

  it('explains no event', () => {
    const book = new LetterBook();
    book.note([letter('event:1', 'event')]);
    expect(book.unexplained(jobs(9))).to.have.lengthOf(1);
  });

  it('counts a letter once however often it is read, and again when it was buried again', () => {
    const book = new LetterBook();
    book.note([letter('event:1', 'event')]);
    book.note([letter('event:1', 'event'), letter('event:1', 'event', 2)]);
    expect([...book.codes]).to.deep.equal([['event error', 2]]);
  });
});
