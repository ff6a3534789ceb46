import { expect } from 'chai';
import { earlyMs, holdTokens, leftOf } from '../../src/connection/tokens.js';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 11, 1);

describe('tokens', () => {
  it('are good for their life at most, however the clock was set', () => {
    const left = (now: number) => leftOf(NOW + HOUR_MS, NOW, now);
    expect(left(NOW + 600_000)).to.equal(HOUR_MS - 600_000);
    expect(left(NOW - 25 * HOUR_MS), 'set back by 25 h').to.equal(HOUR_MS);
    expect(left(NOW + 25 * HOUR_MS), 'set forward by 25 h').to.equal(-24 * HOUR_MS);
    expect(leftOf(NOW + 1e15, NOW, NOW), 'absurd').to.equal(24 * HOUR_MS);
  });

  it('are renewed five to ten minutes before their end, each connection at a moment of its own', () => {
    const moments = Array.from({ length: 200 }, (_, i) => earlyMs(NOW + HOUR_MS, NOW, `inst-${i}`));
    for (const ms of moments) expect(ms).to.be.within(300_000, 600_000);
    expect(new Set(moments.map((ms) => Math.floor(ms / 60_000))).size).to.equal(5);
    expect(earlyMs(NOW + 60_000, NOW, 'inst-1')).to.be.within(6_000, 12_000);
  });

  it('are measured from when they were taken up', () => {
    const tokens = { access: 'a', refresh: 'r', expiresAt: NOW + HOUR_MS };
    const held = holdTokens(tokens, NOW, 'inst-1', { wall: NOW, monotonic: 500 });
    expect(held.deadAt).to.equal(500 + HOUR_MS - 5_000);
    expect(held.renewAt).to.be.below(500 + HOUR_MS - 300_000 + 1);
  });
});
