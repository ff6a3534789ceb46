import { expect } from 'chai';
import { clearedProfile } from '../../../src/delivery/closing/cleared-profile.js';
import { parseSettings } from '../../../src/settings/index.js';

describe('clearedProfile', () => {
  const settingsOf = (value: object) => {
    const parsed = parseSettings(value);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    return parsed.settings;
  };
  const found = (names: readonly string[]) => ({
    id: 'P',
    attributes: { properties: Object.fromEntries(names.map((name) => [name, 1])) },
  });

  it('takes out what stands behind our prefix, and nothing of others', () => {
    const { unset } = clearedProfile(found(['Loyalty Tier', 'Loyalty Old One', 'Shoe Size']), settingsOf({}));
    expect(unset).to.deep.equal(['Loyalty Tier', 'Loyalty Old One']);
  });

  it('without a prefix goes by the names: the dictionary, and the attributes that are mapped', () => {
    const settings = settingsOf({ prefix: '', attributes: [{ from: 'attributes.store', to: 'Store' }] });
    const { unset } = clearedProfile(found(['Tier', 'Store', 'Store City', 'Storey', 'Shoe Size']), settings);
    expect(unset).to.deep.equal(['Tier', 'Store', 'Store City']);
  });

  it('clears name and contact data, and keeps the one identifier that Klaviyo needs', () => {
    const { id, attributes } = clearedProfile(found([]), settingsOf({ fields: { timeZone: 'profile.tz' } }));
    expect(id).to.equal('P');
    expect(attributes).to.include({ email: null, phone_number: null, first_name: null, last_name: null });
    expect(attributes['location'])
      .to.include({ city: null, timezone: null })
      .and.not.to.have.property('address2');
    expect(attributes).not.to.have.property('external_id');
  });
});
