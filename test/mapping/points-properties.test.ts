import { expect } from 'chai';
import type { Wallet } from '../../src/contract/index.js';
import { pointsProperties, stateHash, withUpdatedAt } from '../../src/mapping/index.js';

const options = { prefix: 'Loyalty ' };
const now = Date.UTC(2026, 10, 23, 12);

const full: Wallet = {
  memberId: 'm',
  points: 250,
  lifetimeEarn: 1200,
  tier: { id: 't-2', name: 'Gold', priority: 0 },
  nextTier: { name: 'Platinum', pointsTo: 0 },
  pointsDueToExpire: [
    { points: 40, on: '2027-03-01' },
    { points: 10, on: '2026-12-31' },
    { points: 5, on: '2026-12-31T00:00:00+02:00' },
    { points: 99, on: 'soon' },
    { points: 0, on: '2026-12-01' },
  ],
};

describe('pointsProperties', () => {
  it('maps every field of the dictionary', () => {
    expect(pointsProperties(full, options)).to.deep.equal({
      'Loyalty Points Balance': 250,
      'Loyalty Lifetime Points': 1200,
      'Loyalty Points Expiring': 15,
      'Loyalty Points Expiry Date': '2026-12-31',
      'Loyalty Tier': 'Gold',
      'Loyalty Tier ID': 't-2',
      'Loyalty Tier Priority': 0,
      'Loyalty Next Tier': 'Platinum',
      'Loyalty Points To Next Tier': 0,
    });
  });

  it('sends 0 as 0', () => {
    expect(pointsProperties({ memberId: 'm', points: 0, lifetimeEarn: 0 }, options)).to.deep.equal({
      'Loyalty Points Balance': 0,
      'Loyalty Lifetime Points': 0,
    });
  });

  it('clears the tier of a member who has none, and what no longer expires', () => {
    const none: Wallet = { memberId: 'm', points: 1, tier: null, nextTier: null, pointsDueToExpire: [] };
    expect(pointsProperties(none, options)).to.deep.equal({
      'Loyalty Points Balance': 1,
      'Loyalty Tier': null,
      'Loyalty Tier ID': null,
      'Loyalty Tier Priority': null,
      'Loyalty Next Tier': null,
      'Loyalty Points To Next Tier': null,
      'Loyalty Points Expiring': null,
      'Loyalty Points Expiry Date': null,
    });
  });

  it('leaves out what is no number', () => {
    const odd: Wallet = { memberId: 'm', points: Number.NaN, lifetimeEarn: Infinity };
    expect(pointsProperties(odd, options)).to.deep.equal({});
  });

  it('passes over a day that has passed, when it is told today', () => {
    const wallet: Wallet = {
      memberId: 'm',
      points: 1,
      pointsDueToExpire: [
        { points: 3, on: '2026-11-22' },
        { points: 4, on: '2026-11-23' },
      ],
    };
    expect(pointsProperties(wallet, options)['Loyalty Points Expiring']).to.equal(3);
    expect(pointsProperties(wallet, options, now)['Loyalty Points Expiring']).to.equal(4);
  });
});

describe('withUpdatedAt', () => {
  it('adds when it was sent, and leaves its argument and the hash as they were', () => {
    const properties = pointsProperties(full, { prefix: 'Club ' });
    const before = stateHash(properties);
    expect(withUpdatedAt(properties, now, { prefix: 'Club ' })).to.deep.equal({
      ...properties,
      'Club Updated At': '2026-11-23T12:00:00.000Z',
    });
    expect(stateHash(properties)).to.equal(before);
  });
});
