import { expect } from 'chai';
import fc from 'fast-check';
import { metricName } from '../../src/mapping/index.js';

describe('metricName', () => {
  const table: readonly (readonly [string, string])[] = [
    ['PURCHASED_REWARD', 'Purchased Reward'],
    ['REGISTERED_ACCOUNT', 'Registered Account'],
    ['POINTS_ADJUSTED', 'Adjusted Points'],
    ['POINTS_EXPIRED', 'Expired Points'],
    ['VOUCHER_GIVEN', 'Received Voucher'],
    ['REDEEMED_VOUCHER', 'Redeemed Voucher'],
    ['BURNED_VOUCHER', 'Burned Voucher'],
    ['AUDIENCE_JOINED', 'Joined Audience'],
    ['AUDIENCE_LEFT', 'Left Audience'],
    ['VISITED_VENUE', 'Visited Venue'],
    ['NEW_TRANSACTION', 'New Transaction'],
    ['PROFILE_UPDATED', 'Profile Updated'],
    ['REFERRAL_TRANCHE_ACTIVATION', 'Referral Tranche Activation'],
    ['LINKED_CARD', 'Linked Card'],
  ];
  for (const [type, name] of table)
    it(`names ${type} "${name}"`, () => {
      expect(metricName(type)).to.equal(name);
    });

  it("takes the tenant's name before the dictionary's", () => {
    expect(metricName('POINTS_ADJUSTED', { POINTS_ADJUSTED: ' Correction ' })).to.equal('Correction');
  });

  it('passes over an empty name and one that only the prototype has', () => {
    expect(metricName('VISITED_VENUE', { VISITED_VENUE: '  ' })).to.equal('Visited Venue');
    expect(
      metricName('VISITED_VENUE', Object.create({ VISITED_VENUE: 'x' }) as Record<string, string>),
    ).to.equal('Visited Venue');
  });

  it('stays below 128 characters for any type and any name', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z]{1,20}(_[A-Z]{1,20}){0,12}$/),
        fc.string({ maxLength: 300 }),
        (type, name) => {
          expect(metricName(type, { [type]: name }).length).to.be.within(1, 127);
          expect(metricName(type).length).to.be.within(1, 127);
        },
      ),
    );
  });
});
