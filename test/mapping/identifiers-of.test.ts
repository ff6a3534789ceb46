import { expect } from 'chai';
import fc from 'fast-check';
import type { Member, MemberProfile } from '../../src/contract/index.js';
import { identifiersOf } from '../../src/mapping/index.js';

const withProfile = (profile: MemberProfile): Member => ({ id: 'm-1', profile });

describe('identifiersOf', () => {
  describe('e-mail', () => {
    const good: readonly (readonly [string, string])[] = [
      ['Jane.Doe@Shop.CO.UK', 'jane.doe@shop.co.uk'],
      ['  jane@shop.io ', 'jane@shop.io'],
      ['jane+club@shop.io', 'jane+club@shop.io'],
      ['jane@members.example', 'jane@members.example'],
      ['unknownsoldier@shop.io', 'unknownsoldier@shop.io'],
      ['jane@testing.com', 'jane@testing.com'],
      ['jane@myexample.com', 'jane@myexample.com'],
      ['rene\u0301@shop.io', 'ren\u00e9@shop.io'],
      ['ja\u200bne@shop.io\ufeff', 'jane@shop.io'],
      ['\u202ajane@shop.io\u202c', 'jane@shop.io'],
    ];
    for (const [written, email] of good)
      it(`reads ${written}`, () => {
        expect(identifiersOf(withProfile({ emailAddress: written }))).to.deep.equal({ email, warnings: [] });
      });

    const placeholders = [
      'EXAMPLE@EXAMPLE.COM',
      `${' '.repeat(400)}EXAMPLE@EXAMPLE.COM`,
      'example@example.com',
      'anything@example.com',
      'anything@mail.example.org',
      'jane@example.co.uk',
      'jane@test.com',
      'redacted@shop.io',
      'REDACTED-7f3a@shop.io',
      'anonymised+12@shop.io',
      'unknown@shop.io',
      'no-reply@shop.io',
      'jane@nowhere.invalid',
      'REDACTED',
      '[redacted]',
      'UNKNOWN',
      'EXAMPLE',
      '-',
      'joe@shop.test',
    ];
    for (const written of placeholders)
      it(`takes ${JSON.stringify(written)} for no address, and tells it`, () => {
        const { warnings, ...identifiers } = identifiersOf(withProfile({ emailAddress: written }));
        expect(identifiers).to.deep.equal({});
        expect(warnings.map(({ code, path }) => [code, path])).to.deep.equal([
          ['placeholder_left_out', '/profile/emailAddress'],
        ]);
      });

    for (const written of ['', '  ', '\u200b', null])
      it(`has nothing to tell of ${JSON.stringify(written)}: there is none`, () => {
        expect(identifiersOf(withProfile({ emailAddress: written }))).to.deep.equal({ warnings: [] });
      });

    const malformed = [
      'jane',
      'jane@',
      '@shop.io',
      'jane@shop',
      'ja ne@shop.io',
      'jane@@shop.io',
      'jane..d@shop.io',
      'jane@-shop.io',
      'jane@shop.io, joe@shop.io',
      'jane@shop..io',
      `${'j'.repeat(65)}@shop.io`,
      `jane@${'shop.'.repeat(60)}io`,
      `jane@${'s'.repeat(60)}.${'h'.repeat(32)}.io`,
      'x\u0302@shop.io',
      'mailto:jane@shop.io',
      '"jane doe"@shop.io',
      'jane@shop.i0',
      '.jane@shop.io',
    ];
    for (const written of malformed)
      it(`leaves out ${written.slice(0, 30)} with a warning`, () => {
        const { email, warnings } = identifiersOf(withProfile({ emailAddress: written }));
        expect(email).to.equal(undefined);
        expect(warnings.map(({ code, path }) => [code, path])).to.deep.equal([
          ['email_unusable', '/profile/emailAddress'],
        ]);
      });
  });

  describe('phone', () => {
    const good: readonly (readonly [string, string | undefined, string])[] = [
      ['+44 7911 123456', undefined, '+447911123456'],
      ['07911 123456', 'GB', '+447911123456'],
      ['07911 123456', 'gb', '+447911123456'],
      ['(07911) 123-456', 'GB', '+447911123456'],
      ['0044 7911 123456', undefined, '+447911123456'],
      ['0044 7911 123456', 'DE', '+447911123456'],
      ['0151 23456789', 'DE', '+4915123456789'],
      ['(415) 555-2671', 'US', '+14155552671'],
      ['+44 7911 123456', 'ZZ', '+447911123456'],
      ['07911 123456', 'United Kingdom', '+447911123456'],
      ['07911 123456', 'UK', '+447911123456'],
      ['0151 23456789', 'Deutschland', '+4915123456789'],
      ['tel:+44-7911-123456', undefined, '+447911123456'],
      ["'+447911123456", undefined, '+447911123456'],
      ['\u202a+44 7911 123456\u202c', undefined, '+447911123456'],
      ['\uff0b44 7911 123456', undefined, '+447911123456'],
      ['+44 (0)7911 123456', 'DE', '+447911123456'],
      ['(+44) 7911 123456', 'DE', '+447911123456'],
      ['011 44 7911 123456', 'US', '+447911123456'],
      ['00573211234567', 'CO', '+573211234567'],
      ['0061 412 345 678', 'AU', '+61412345678'],
      ['0011 44 7911 123456', 'AU', '+447911123456'],
    ];
    for (const [written, country, phone] of good)
      it(`reads ${written} in ${country ?? 'no country'}`, () => {
        const member = withProfile({ telephoneNumber: written, ...(country ? { country } : {}) });
        expect(identifiersOf(member)).to.deep.equal({ phone, warnings: [] });
      });

    const bad: readonly (readonly [string, string | undefined])[] = [
      ['07911 123456', undefined],
      ['07911 123456', 'ZZ'],
      ['12345', 'GB'],
      ['0000000000', 'GB'],
      ['call me on 07911 123456', 'GB'],
      ['not a phone', 'GB'],
      ['9'.repeat(100_000), 'GB'],
      ['+999 123 456 789', 'GB'],
      ['+1 415 555 2671 ext. 12', 'US'],
      ['+14155552671;ext=12', 'US'],
      ['4.47E+11', 'GB'],
      ['+551187654321', 'BR'],
      ['+19991234567', 'US'],
    ];
    for (const [written, country] of bad)
      it(`leaves out ${written.slice(0, 30)} in ${country ?? 'no country'} with a warning, and keeps the rest`, () => {
        const member = withProfile({
          telephoneNumber: written,
          emailAddress: 'jane@shop.io',
          ...(country ? { country } : {}),
        });
        const { email, phone, warnings } = identifiersOf(member);
        expect([email, phone]).to.deep.equal(['jane@shop.io', undefined]);
        expect(warnings.map(({ code, path }) => [code, path])).to.deep.equal([
          ['phone_unusable', '/profile/telephoneNumber'],
        ]);
      });

    for (const placeholder of ['UNKNOWN', 'REDACTED', '-'])
      it(`takes ${JSON.stringify(placeholder)} for no phone, and tells it`, () => {
        const { phone, warnings } = identifiersOf(withProfile({ telephoneNumber: placeholder }));
        expect([phone, warnings.map(({ code }) => code)]).to.deep.equal([
          undefined,
          ['placeholder_left_out'],
        ]);
      });

    it('has nothing to tell where there is none', () => {
      for (const telephoneNumber of ['', ' ', null])
        expect(identifiersOf(withProfile({ telephoneNumber }))).to.deep.equal({ warnings: [] });
    });
  });

  it('knows nothing of a member without a profile', () => {
    expect(identifiersOf({ id: 'm-1' })).to.deep.equal({ warnings: [] });
  });

  it('names no e-mail address and no phone in a warning, and yields only E.164 and lower case', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6 }),
        fc.string({ minLength: 6 }),
        (emailAddress, telephoneNumber) => {
          const { email, phone, warnings } = identifiersOf(
            withProfile({ emailAddress, telephoneNumber, country: 'GB' }),
          );
          const told = JSON.stringify(warnings);
          fc.pre(!/^[a-z ,.'"-]+$/i.test(emailAddress) && !/^[a-z ,.'"-]+$/i.test(telephoneNumber));
          expect(told).not.to.include(emailAddress);
          expect(told).not.to.include(telephoneNumber);
          if (email !== undefined) expect(email).to.equal(email.toLowerCase().trim());
          if (phone !== undefined) expect(phone).to.match(/^\+[1-9]\d{6,14}$/);
        },
      ),
    );
  });
});
