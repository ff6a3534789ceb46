import { expect } from 'chai';
import {
  mapPoints,
  mapProfile,
  type MappingOptions,
  noLongerWanted,
  sentKeys,
  withoutWallet,
} from '../../src/mapping/index.js';

const options: MappingOptions = {
  prefix: 'Loyalty ',
  attributes: [{ from: 'attributes.shop', to: 'Shop' }],
  fields: { addressLine2: 'attributes.line2' },
};

const member = {
  id: 'm',
  profile: { givenName: 'Ida', city: 'Dover', attributes: { shop: 'Leeds', line2: 'Flat 2' } },
};
const wallet = { memberId: 'm', points: 3, tier: { id: 't', name: 'Gold', priority: 1 } };

const parts = (now: MappingOptions, who: object = member) => {
  const { attributes, left } = mapProfile(who as typeof member, {}, now);
  return [{ properties: attributes.properties, left }, mapPoints(wallet, now)];
};

const before = [
  ...sentKeys(mapProfile(member, {}, options).attributes),
  ...sentKeys({ properties: mapPoints(wallet, options).properties }),
  'properties/Loyalty Updated At',
];

describe('sentKeys', () => {
  it('names the fields, and looks into location and properties', () => {
    expect(before).to.include.members([
      'external_id',
      'first_name',
      'location/city',
      'location/address2',
      'properties/Loyalty Shop',
      'properties/Loyalty Tier',
    ]);
  });

  it('escapes what stands between keys', () => {
    expect(sentKeys({ properties: { 'a/b~c': 1 } })).to.deep.equal(['properties/a~1b~0c']);
  });
});

describe('noLongerWanted', () => {
  it('is nothing where all is wanted still', () => {
    expect(noLongerWanted(before, options, parts(options))).to.deep.equal({ unset: [], clear: {} });
  });

  it('is an attribute that the member has lost, not one of which nothing is said', () => {
    const lost = { ...member, profile: { ...member.profile, attributes: {} } };
    const silent = { id: 'm', profile: { givenName: 'Ida' } };
    expect(noLongerWanted(before, options, parts(options, lost)).unset).to.deep.equal(['Loyalty Shop']);
    expect(noLongerWanted(before, options, parts(options, silent)).unset).to.deep.equal([]);
  });

  it('is what is no longer mapped, properties and fields', () => {
    const now = { prefix: 'Loyalty ', attributes: [] };
    expect(noLongerWanted(before, now, parts(now))).to.deep.equal({
      unset: ['Loyalty Shop'],
      clear: { location: { address2: null } },
    });
  });

  it('is everything under another prefix', () => {
    const now = { ...options, prefix: 'Club ' };
    expect(noLongerWanted(before, now, parts(now)).unset).to.deep.equal([
      'Loyalty Member ID',
      'Loyalty Points Balance',
      'Loyalty Shop',
      'Loyalty Tier',
      'Loyalty Tier ID',
      'Loyalty Tier Priority',
      'Loyalty Updated At',
    ]);
  });

  it('is no points where no wallet was read', () => {
    const [profile] = parts(options);
    expect(noLongerWanted(before, options, [profile!, withoutWallet(options)]).unset).to.deep.equal([]);
  });

  it('takes a name that has a slash as it is', () => {
    expect(noLongerWanted(['properties/a~1b~0c'], options, parts(options)).unset).to.deep.equal(['a/b~c']);
  });
});
