import { expect } from 'chai';
import { ourProperties } from '../../src/leaving/clearing/our-properties.js';
import { defaultSettings } from '../../src/settings/index.js';

describe('properties of this installation', () => {
  const attribute = { from: 'attributes.store', to: 'Store', type: 'as-is', flatten: false } as const;

  it('are all that begin with its prefix', () => {
    const names = ['Loyalty Points Balance', 'Loyalty Of Last Year', 'Loyalty', 'Shoe Size'];
    expect(ourProperties(names, { prefix: defaultSettings().prefix, attributes: [] })).to.deep.equal([
      'Loyalty Points Balance',
      'Loyalty Of Last Year',
    ]);
  });

  it('are those of the dictionary and the chosen attributes where it has no prefix', () => {
    const settings = { prefix: '', attributes: [attribute, { ...attribute, to: 'Home', flatten: true }] };
    const names = ['Tier', 'Store', 'Home City', 'Homeland', 'Shoe Size'];
    expect(ourProperties(names, settings)).to.deep.equal(['Tier', 'Store', 'Home City']);
  });
});
