import { expect } from 'chai';
import { readTokenGrant } from '../../src/klaviyo/index.js';

describe('readTokenGrant', () => {
  const lives: readonly (readonly [told: unknown, seconds: number])[] = [
    [3_600, 3_600],
    ['1800', 1_800],
    [0, 60],
    [-5, 60],
    [1e12, 86_400],
    ['soon', 3_600],
    ['', 3_600],
    [NaN, 3_600],
    [Infinity, 86_400],
    [null, 3_600],
    [undefined, 3_600],
    [{}, 3_600],
  ];
  for (const [told, seconds] of lives) {
    it(`believes a life of ${String(told)} to be ${seconds} s`, () => {
      const grant = readTokenGrant({ access_token: 'a', expires_in: told }, 'r');
      expect(grant?.expiresInSeconds).to.equal(seconds);
    });
  }

  it('survives odd scopes', () => {
    const scopes = (scope: unknown) => readTokenGrant({ access_token: 'a', scope }, 'r')?.scopes;
    expect(scopes('lists:read  lists:write lists:read')).to.deep.equal(['lists:read', 'lists:write']);
    expect(scopes(['lists:read', null, 7])).to.deep.equal(['lists:read']);
    for (const odd of [null, undefined, 7, {}, '']) expect(scopes(odd)).to.deep.equal([]);
  });

  it('keeps the refresh token where none comes back', () => {
    expect(readTokenGrant({ access_token: 'a', refresh_token: '' }, 'r')?.refreshToken).to.equal('r');
    expect(readTokenGrant({ access_token: 'a', refresh_token: 'new' }, 'r')?.refreshToken).to.equal('new');
  });

  for (const body of [null, 'text', [], {}, { access_token: '' }, { access_token: 7 }]) {
    it(`takes ${JSON.stringify(body)} for no grant`, () => {
      expect(readTokenGrant(body, 'r')).to.equal(null);
    });
  }
});
