import { expect } from 'chai';
import { parseRateLimit } from '../../src/klaviyo/rate-limit-header.js';

describe('parseRateLimit', () => {
  it('reads the policy list and passes over the repeated first figure', () => {
    expect(parseRateLimit('75, 75;w=1, 750;w=60')).to.deep.equal([
      { limit: 75, windowMs: 1_000 },
      { limit: 750, windowMs: 60_000 },
    ]);
  });

  it('leaves out what it cannot read', () => {
    expect(parseRateLimit('nonsense, 0;w=1, 5;w=1')).to.deep.equal([{ limit: 5, windowMs: 1_000 }]);
    expect(parseRateLimit(undefined)).to.deep.equal([]);
  });
});
