import { expect } from 'chai';
import { parseRetryAfter } from '../../src/klaviyo/index.js';

const NOW = Date.UTC(2026, 11, 1, 12);
const DAY_MS = 86_400_000;

describe('parseRetryAfter', () => {
  const cases: readonly (readonly [header: string | null, ms: number | null])[] = [
    ['30', 30_000],
    [' 1.5 ', 1_500],
    ['0', 0],
    ['999999999999', DAY_MS],
    ['Tue, 01 Dec 2026 12:00:10 GMT', 10_000],
    ['Mon, 30 Nov 2026 12:00:00 GMT', 0],
    ['Tue, 01 Dec 2099 12:00:00 GMT', DAY_MS],
    ['-5', null],
    ['soon', null],
    ['Infinity', null],
    ['1e400', null],
    ['2026', 2_026_000],
    ['', null],
    [null, null],
  ];
  for (const [header, ms] of cases) {
    it(`reads ${JSON.stringify(header)} as ${ms}`, () => {
      expect(parseRetryAfter(header, null, NOW)).to.equal(ms);
    });
  }

  it("measures a date by the answer's own clock", () => {
    const anHourAgo = 'Tue, 01 Dec 2026 11:00:00 GMT';
    expect(parseRetryAfter('Tue, 01 Dec 2026 11:00:10 GMT', anHourAgo, NOW)).to.equal(10_000);
  });
});
