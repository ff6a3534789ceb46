import { expect } from 'chai';
import { joinKeys, packKeys, unpackKeys } from '../../src/mapping/index.js';

describe('packKeys', () => {
  it('keeps of the names that everybody has the prefix and the groups only', () => {
    const keys = ['email', 'location/city', 'properties/Loyalty Member ID', 'properties/Shop'];
    expect(packKeys(keys, 'Loyalty ')).to.equal('["Loyalty ",1,"properties/Shop"]');
    expect(packKeys(['properties/Loyalty Tier'], 'Loyalty ')).to.equal('["Loyalty ",2]');
    expect(packKeys([], '')).to.equal('["",0]');
  });

  it('keeps the fields that settings choose, and names of another prefix', () => {
    const keys = ['location/timezone', 'location/address2', 'properties/Club Tier'];
    expect(JSON.parse(packKeys(keys, 'Loyalty '))).to.deep.equal([
      'Loyalty ',
      0,
      'location/address2',
      'location/timezone',
      'properties/Club Tier',
    ]);
  });

  it('gives back what was packed', () => {
    const keys = unpackKeys('["Club ",2,"properties/a~1b"]');
    expect(keys).to.include.members(['properties/Club Tier', 'properties/a~1b']);
    expect(keys).not.to.include('properties/Club Member ID');
    expect(packKeys(keys, 'Club ')).to.equal('["Club ",2,"properties/a~1b"]');
    expect(unpackKeys(null)).to.deep.equal([]);
  });
});

describe('joinKeys', () => {
  it('knows the keys of both, by the newer prefix', () => {
    const joined = joinKeys('["Club ",2,"properties/a"]', '["Loyalty ",1]');
    expect(joined).to.match(/^\["Loyalty ",1,/);
    expect(unpackKeys(joined)).to.include.members([
      'properties/Loyalty Member ID',
      'properties/Club Tier',
      'properties/a',
    ]);
    expect(joinKeys(null, '["",1]')).to.equal('["",1]');
    expect(joinKeys('["",1]', null)).to.equal('["",1]');
  });
});
