import { expect } from 'chai';
import { refusalOf } from '../../../../src/delivery/capabilities/states/state-refusal.js';

describe('refusalOf', () => {
  const attributes = {
    email: 'ada@loyalty-demo.net',
    phone_number: '+447911123456',
    external_id: 'm1',
    location: { country: 'GB', zip: 'X' },
    properties: { 'Loyalty Points Balance': 3, 'Shoe/Size': 44 },
  };
  const at = (pointer: string | null) => ({ code: 'invalid', message: 'Invalid input.', pointer });
  const of = (pointer: string | null, from: object = attributes) =>
    refusalOf(at(pointer), null, from as typeof attributes, null);

  for (const [pointer, place, value, warning] of [
    ['/data/attributes/phone_number', 'phone_number', '+447911123456', 'phone_refused'],
    ['/data/attributes/email', 'email', 'ada@loyalty-demo.net', 'email_refused'],
    ['/data/attributes/location/zip', 'location/zip', 'X', 'field_refused'],
    ['/data/attributes/properties/Shoe~1Size/deeper', 'properties/Shoe~1Size', 44, 'field_refused'],
    [
      '/data/attributes/profiles/data/77/attributes/phone_number',
      'phone_number',
      '+447911123456',
      'phone_refused',
    ],
  ] as const) {
    it(`${pointer} costs ${place}`, () => {
      expect(of(pointer)).to.include({ kind: 'attribute', place, value, warning });
    });
  }

  for (const pointer of [
    null,
    '/data',
    '/data/attributes',
    '/data/attributes/properties',
    '/data/attributes/profiles/data/7',
    '/data/attributes/nothing',
  ]) {
    it(`${pointer ?? 'no pointer'} leaves nothing to leave out`, () => {
      expect(of(pointer)).to.deep.equal({ kind: 'final', reason: at(pointer) });
    });
  }

  it('never takes the last identifier', () => {
    expect(of('/data/attributes/email', { email: 'a@b.net', properties: {} }).kind).to.equal('final');
  });

  it('takes the stored id first in a conflict, then the phone, then nothing', () => {
    expect(refusalOf(at(null), 'stranger', attributes, 'P1')).to.include({
      kind: 'id',
      warning: 'profile_gone',
    });
    expect(refusalOf(at(null), 'stranger', attributes, null)).to.include({
      place: 'phone_number',
      warning: 'identifiers_on_two_profiles',
    });
    const { email, external_id: externalId, properties } = attributes;
    const without = { email, external_id: externalId, properties };
    expect(refusalOf(at(null), 'stranger', without, null).kind).to.equal('final');
  });

  it('takes the identifiers in a conflict with another member, never the id', () => {
    const conflict = (from: object) => refusalOf(at(null), 'member', from as typeof attributes, 'P1');
    const { phone_number: phone, ...without } = attributes;
    expect(conflict(attributes)).to.include({
      place: 'phone_number',
      value: phone,
      warning: 'identifiers_on_two_profiles',
    });
    expect(conflict(without)).to.include({
      place: 'email',
      value: attributes.email,
      warning: 'identifier_shared',
    });
    expect(conflict({ phone_number: phone, external_id: 'm1' })).to.include({
      place: 'phone_number',
      warning: 'identifier_shared',
    });
  });
});
