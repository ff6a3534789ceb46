import { expect } from 'chai';
import fc from 'fast-check';
import { LARGEST_PROFILE, profileBody } from '../../../../src/delivery/capabilities/states/profile-body.js';

describe('profileBody', () => {
  const kept = new Set(['Loyalty Points Balance']);
  const text = (bytes: number) => 'x'.repeat(bytes);

  it('leaves a profile that fits as it is', () => {
    const attributes = { email: 'a@b.net', properties: { Story: text(99_000) } };
    const body = profileBody('P1', attributes, [], kept);
    expect(body).to.deep.include({ profile: { id: 'P1', attributes }, warnings: [] });
    expect(JSON.parse(body.json)).to.deep.equal(attributes);
  });

  it('takes the largest properties from one that does not, and says so', () => {
    const properties = { A: text(60_000), B: text(50_000), C: 1, 'Loyalty Points Balance': 0 };
    const { profile, warnings } = profileBody(null, { email: 'a@b.net', properties }, [], kept);
    expect(Object.keys(profile.attributes['properties'] as object)).to.deep.equal([
      'B',
      'C',
      'Loyalty Points Balance',
    ]);
    expect(profile).not.to.have.property('id');
    expect(warnings).to.deep.equal(['profile_too_large']);
  });

  it('counts bytes, not characters', () => {
    const properties = { Story: '€'.repeat(40_000) };
    expect(profileBody(null, { properties }, [], kept).warnings).to.deep.equal(['profile_too_large']);
  });

  it('leaves out what Klaviyo has refused', () => {
    const attributes = { email: 'a@b.net', phone_number: '+1', properties: { 'a/b': 1, c: 2 } };
    const { profile } = profileBody(null, attributes, ['phone_number', 'properties/a~1b', 'gone'], kept);
    expect(profile.attributes).to.deep.equal({ email: 'a@b.net', properties: { c: 2 } });
  });

  it('always fits, and never costs the points', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string({ maxLength: 50 }), bytes: fc.nat(60_000) }), { maxLength: 12 }),
        (given) => {
          const properties = {
            ...Object.fromEntries(given.map(({ name, bytes }) => [name, text(bytes)])),
            'Loyalty Points Balance': 7,
          };
          const { profile, json } = profileBody(null, { email: 'a@b.net', properties }, [], kept);
          expect(Buffer.byteLength(json)).to.be.at.most(LARGEST_PROFILE);
          expect(JSON.parse(json)).to.deep.equal(profile.attributes);
          expect(profile.attributes['properties']).to.include({ 'Loyalty Points Balance': 7 });
        },
      ),
      { numRuns: 100 },
    );
  });
});
