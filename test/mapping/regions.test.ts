import { expect } from 'chai';
import countries from 'i18n-iso-countries';
import examples from 'libphonenumber-js/examples.mobile.json';
import { type CountryCode, getCountries, getExampleNumber, isValidPhoneNumber } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max.json';
import { identifiersOf } from '../../src/mapping/index.js';

/** What became of numbers: sent as they are meant, left out with a reason, sent as another, refused if sent. */
interface Counts {
  kept: number;
  leftOut: number;
  wrong: number;
  refused: number;
}

interface Example {
  readonly region: CountryCode;
  readonly number: string;
  readonly national: string;
}

const EXAMPLES: readonly Example[] = getCountries().flatMap((region) => {
  const example = getExampleNumber(region, examples);
  return example ? [{ region, number: example.number, national: example.formatNational() }] : [];
});

/** What people of a region dial before a number abroad, where it is one prefix. */
function prefixOf(region: CountryCode): string | undefined {
  const idd = (metadata.countries as Record<string, readonly unknown[]>)[region]?.[1];
  return typeof idd === 'string' && /^\d+$/.test(idd) ? idd : undefined;
}

/** How each example is written, and in which country it is read. */
function count(written: (example: Example) => readonly [text: string, country?: string] | undefined): Counts {
  const counts = { kept: 0, leftOut: 0, wrong: 0, refused: 0 };
  for (const example of EXAMPLES) {
    const [telephoneNumber, country] = written(example) ?? [];
    if (telephoneNumber === undefined) continue;
    const profile = { telephoneNumber, ...(country === undefined ? {} : { country }) };
    const { phone, warnings } = identifiersOf({ id: 'm', profile });
    if (phone === undefined) {
      counts.leftOut += 1;
      expect(
        warnings.map(({ code }) => code),
        `${example.region} ${telephoneNumber}`,
      ).to.deep.equal(['phone_unusable']);
    } else if (phone === example.number) counts.kept += 1;
    else counts.wrong += 1;
    if (phone !== undefined && !isValidPhoneNumber(phone)) counts.refused += 1;
  }
  return counts;
}

const all = EXAMPLES.length;
const only = (kept: number, leftOut = 0): Counts => ({ kept, leftOut, wrong: 0, refused: 0 });

describe('numbers of every region that libphonenumber has an example of', () => {
  it('are those of 245 regions', () => {
    expect(all).to.equal(245);
  });

  it('are kept, written internationally, in whatever country the member lives', () => {
    expect(count(({ number }) => [number])).to.deep.equal(only(all));
    for (const home of ['GB', 'US', 'CO', 'BR', 'RU', 'AU', 'JP', 'KE'])
      expect(
        count(({ number }) => [number, home]),
        home,
      ).to.deep.equal(only(all));
    expect(count(({ number }) => [`tel:${number}`])).to.deep.equal(only(all));
    expect(count(({ number }) => [`\u202a${number}\u202c`])).to.deep.equal(only(all));
    expect(count(({ number }) => [number.replace('+', '00')])).to.deep.equal(only(all));
  });

  it('are kept, written nationally, where the country is told by code or by name', () => {
    expect(count(({ national, region }) => [national, region])).to.deep.equal(only(all));
    // Ascension and Tristan da Cunha are no countries of ISO 3166-1.
    const named = (name: (region: string) => string | undefined) =>
      count(({ national, region }) => {
        const country = name(region);
        return country === undefined ? undefined : [national, country];
      });
    expect(named((region) => countries.alpha2ToAlpha3(region))).to.deep.equal(only(243));
    expect(named((region) => countries.alpha2ToNumeric(region))).to.deep.equal(only(243));
    // Kongo and Congo are two countries, and the lists give the bare name to one of them.
    const ambiguous = { en: 0, de: 1, fr: 0, es: 1, it: 0, ja: 0, ru: 0, pl: 1, sv: 0 };
    for (const [language, leftOut] of Object.entries(ambiguous))
      expect(
        named((region) => countries.getName(region, language)),
        language,
      ).to.deep.equal(only(243 - leftOut, leftOut));
  });

  it("are kept behind the international prefix of the member's own country", () => {
    const dialled = ({ number }: Example, home: CountryCode) => {
      const prefix = prefixOf(home);
      return prefix === undefined ? undefined : ([number.replace('+', prefix), home] as const);
    };
    expect(count((example) => dialled(example, example.region))).to.deep.equal(only(210));
    for (const home of ['GB', 'US', 'RU', 'JP', 'KE', 'DE'] as const)
      expect(
        count((example) => dialled(example, home)),
        home,
      ).to.deep.equal(only(all));
  });

  it('are kept behind 00 too, but for those that are also a number of the country itself', () => {
    expect(count(({ number, region }) => [number.replace('+', '00'), region])).to.deep.equal(only(all));
    const leftOut = { GB: 0, US: 0, CO: 5, BR: 2, RU: 0, AU: 1, JP: 10, KE: 0, DE: 0 };
    for (const [home, count00] of Object.entries(leftOut))
      expect(
        count(({ number }) => [number.replace('+', '00'), home]),
        home,
      ).to.deep.equal(only(all - count00, count00));
  });

  it('are left out with a reason where nobody can read them', () => {
    expect(count(({ national }) => [national])).to.deep.equal(only(0, all));
    expect(count(({ number }) => [`${number} ext. 5`])).to.deep.equal(only(0, all));
    expect(count(({ number }) => [`call ${number}`])).to.deep.equal(only(0, all));
  });

  it('are never sent where the full metadata knows no such number', () => {
    const another = (change: (number: string) => string) => {
      const { leftOut, wrong, refused } = count(({ number }) => [change(number)]);
      return { leftOut, another: wrong, refused };
    };
    // Some regions have numbers of several lengths.
    expect(another((number) => number.slice(0, -1))).to.deep.equal({ leftOut: 238, another: 7, refused: 0 });
    expect(another((number) => `${number}0`)).to.deep.equal({ leftOut: 237, another: 8, refused: 0 });
    expect(another((number) => `${number}000`)).to.deep.equal({ leftOut: 242, another: 3, refused: 0 });
    expect(another((number) => number.replace(/^(\+\d{3})\d\d/, '$100')).refused).to.equal(0);
  });
});
