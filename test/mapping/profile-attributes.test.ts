import { expect } from 'chai';
import fc from 'fast-check';
import type { Member, MemberProfile } from '../../src/contract/index.js';
import {
  identifiersOf,
  isPlaceholderText,
  type MappingOptions,
  profileAttributes,
} from '../../src/mapping/index.js';

const options: MappingOptions = { prefix: 'Loyalty ', attributes: [] };

const jane: Member = {
  id: '4b0c3f0e-1111-4222-8333-444455556666',
  accountNumber: '1234567',
  createdAt: '2024-02-29T10:00:00+01:00',
  flags: { isEmployee: false },
  profile: {
    givenName: ' Jane ',
    familyName: 'Null',
    emailAddress: 'JANE@shop.io',
    telephoneNumber: '07911 123456',
    birthdate: '1990-05-17',
    country: 'gb',
    region: 'Greater London',
    city: 'London',
    postcode: 'N1 9GU',
    streetAddress: '1 High Street',
    pictureUrl: 'https://cdn.shop.io/jane.png',
    locale: 'en_gb',
    attributes: {
      favouriteStore: 'Leeds',
      visits: 0,
      newsletter: false,
      nothing: null,
      colour: 'UNKNOWN',
      stores: ['Leeds', 'REDACTED'],
      unknowns: ['UNKNOWN'],
      none: [],
      'dotted.key': 1,
      address: { floor: 3, note: '[REDACTED]' },
      apiToken: 'hush',
      deep: { password: 'hush', ok: 1 },
    },
  },
};

const of = (member: Member, changed: Partial<MappingOptions> = {}, audiences?: readonly string[]) =>
  profileAttributes(
    member,
    identifiersOf(member),
    { ...options, ...changed },
    audiences ? { audiences } : {},
  );

describe('profileAttributes', () => {
  it('maps every field of the dictionary', () => {
    expect(of(jane, {}, ['VIP', 'Coffee'])).to.deep.equal({
      email: 'jane@shop.io',
      phone_number: '+447911123456',
      external_id: jane.id,
      first_name: 'Jane',
      last_name: 'Null',
      image: 'https://cdn.shop.io/jane.png',
      locale: 'en-GB',
      location: {
        address1: '1 High Street',
        city: 'London',
        region: 'Greater London',
        zip: 'N1 9GU',
        country: 'United Kingdom',
      },
      properties: {
        'Loyalty Member ID': jane.id,
        'Loyalty Account Number': '1234567',
        'Loyalty Enrolled At': '2024-02-29T09:00:00.000Z',
        'Loyalty Birthday': '1990-05-17',
        'Loyalty Audiences': ['Coffee', 'VIP'],
      },
    });
  });

  it("sends the identifiers that it is given, not the member's own", () => {
    const attributes = profileAttributes(jane, {}, options);
    expect(attributes).not.to.have.any.keys('email', 'phone_number');
  });

  it('leaves out what is unknown', () => {
    expect(of({ id: 'm' })).to.deep.equal({ external_id: 'm', properties: { 'Loyalty Member ID': 'm' } });
  });

  it('clears what is told to be none', () => {
    const nothing = { accountNumber: null, createdAt: null };
    const profile: MemberProfile = {
      emailAddress: null,
      telephoneNumber: '',
      givenName: null,
      familyName: ' ',
      city: null,
      birthdate: '',
      pictureUrl: null,
      locale: null,
    };
    expect(of({ id: 'm', ...nothing, profile }, {}, [])).to.deep.equal({
      email: null,
      phone_number: null,
      external_id: 'm',
      first_name: null,
      last_name: null,
      image: null,
      locale: null,
      location: { address1: null, city: null, region: null, zip: null, country: null },
      properties: {
        'Loyalty Member ID': 'm',
        'Loyalty Account Number': null,
        'Loyalty Enrolled At': null,
        'Loyalty Birthday': null,
        'Loyalty Audiences': [],
      },
    });
  });

  it('leaves out what is no date, no picture, no language', () => {
    const wrong: Member = {
      id: 'm',
      createdAt: 'yesterday',
      profile: { birthdate: '1990-02-30', pictureUrl: 'javascript:alert(1)', locale: 'not a language' },
    };
    expect(of(wrong)).to.deep.equal(of({ id: 'm' }));
    expect(of({ id: 'm', profile: { birthdate: '0001-01-01' } })).to.deep.equal(of({ id: 'm' }));
  });

  it('sends an empty list of audiences, which clears', () => {
    expect(of(jane, {}, []).properties['Loyalty Audiences']).to.deep.equal([]);
  });

  it('puts another prefix', () => {
    const { properties } = of(jane, {
      prefix: 'Club ',
      attributes: [{ from: 'flags.isEmployee', to: 'Employee' }],
    });
    expect(Object.keys(properties)).to.have.members([
      'Club Member ID',
      'Club Account Number',
      'Club Enrolled At',
      'Club Birthday',
      'Club Employee',
    ]);
  });

  describe('custom attributes', () => {
    const table: readonly (readonly [string, unknown])[] = [
      ['attributes.favouriteStore', 'Leeds'],
      ['/attributes/favouriteStore', 'Leeds'],
      ['attributes.visits', 0],
      ['attributes.newsletter', false],
      ['flags.isEmployee', false],
      ['attributes.nothing', null],
      ['attributes.colour', undefined],
      ['attributes.stores', ['Leeds']],
      ['attributes.unknowns', undefined],
      ['attributes.none', []],
      ['attributes.dotted.key', 1],
      ['/attributes/dotted.key', 1],
      ['attributes.address.floor', 3],
      ['attributes.address', { floor: 3 }],
      ['attributes.apiToken', undefined],
      ['attributes.deep', { ok: 1 }],
      ['attributes.missing', undefined],
      ['attributes.constructor', undefined],
      ['flags.toString', undefined],
    ];
    for (const [from, value] of table)
      it(`sends ${from} as ${value === undefined ? 'nothing' : JSON.stringify(value)}`, () => {
        expect(of(jane, { attributes: [{ from, to: 'It' }] }).properties['Loyalty It']).to.deep.equal(value);
      });

    it('does not put the prefix twice', () => {
      const { properties } = of(jane, { attributes: [{ from: 'attributes.visits', to: 'Loyalty Visits' }] });
      expect(properties['Loyalty Visits']).to.equal(0);
    });

    it('never replaces a property of the dictionary', () => {
      const { properties } = of(jane, { attributes: [{ from: 'attributes.visits', to: 'Member ID' }] });
      expect(properties['Loyalty Member ID']).to.equal(jane.id);
    });
  });

  it('never sends a placeholder, whatever stands wherever', () => {
    const placeholder = fc.constantFrom(
      'REDACTED',
      'redacted',
      ' Unknown ',
      'EXAMPLE',
      'EXAMPLE@EXAMPLE.COM',
      '[REDACTED]',
      'REDACTED REDACTED',
      'N/A',
      '-',
      '--',
      'x@test.com',
      '<unknown>',
      '***',
      'redacted_1@shop.io',
    );
    const text = fc.oneof(placeholder, fc.string(), fc.constant(null));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.array(tie('any')),
        fc.dictionary(fc.string(), tie('any')),
      ),
    })).any;
    const profile = fc.record({
      givenName: text,
      familyName: text,
      emailAddress: text,
      telephoneNumber: text,
      country: text,
      region: text,
      city: text,
      postcode: text,
      streetAddress: text,
      pictureUrl: text,
      locale: text,
      birthdate: text,
      attributes: fc.record({ a: value, b: value }),
    });
    fc.assert(
      fc.property(profile, text, fc.array(text), (given, accountNumber, audiences) => {
        const attributes = of(
          { id: 'm', accountNumber, createdAt: accountNumber, profile: given as MemberProfile },
          {
            attributes: [
              { from: 'attributes.a', to: 'A' },
              { from: 'attributes.b', to: 'B' },
            ],
          },
          audiences.filter((name) => name !== null),
        );
        const texts: string[] = [];
        JSON.stringify(attributes, (_, member: unknown) => {
          if (typeof member === 'string') texts.push(member);
          return member;
        });
        expect(texts.filter((each) => isPlaceholderText(each))).to.deep.equal([]);
        expect(JSON.stringify(attributes)).not.to.match(/redacted|example@example/i);
      }),
      { numRuns: 500 },
    );
  });
});
