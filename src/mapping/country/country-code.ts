import countries from 'i18n-iso-countries';
import { codeOfName } from './country-names.js';

/**
 * Codes that ISO 3166-1 no longer knows, or never did, and what they are today; only those with one successor. `UK` and
 * `EL` are what the European Union writes.
 */
const OLD_CODES: Readonly<Record<string, string>> = {
  UK: 'GB',
  EL: 'GR',
  BU: 'MM',
  DD: 'DE',
  FX: 'FR',
  TP: 'TL',
  YD: 'YE',
  ZR: 'CD',
  SF: 'FI',
  BUR: 'MM',
  DDR: 'DE',
  FXX: 'FR',
  ROM: 'RO',
  TMP: 'TL',
  ZAR: 'CD',
  YMD: 'YE',
};

/** No name of a country is longer. */
const LONGEST = 100;

/**
 * The country (ISO 3166-1 alpha-2) that a text names: alpha-2, alpha-3 or numeric code in any case, an old code, or the
 * name in one of some fifty languages. `undefined` where it names none, or several.
 *
 * @example
 * countryCode('UK'); // 'GB'
 * countryCode('Deutschland'); // 'DE'
 */
export function countryCode(text: string): string | undefined {
  const written = text.trim();
  if (written === '' || written.length > LONGEST) return undefined;
  const code = written.toUpperCase().replace(/^([A-Z])\.([A-Z])\.(?:([A-Z])\.)?$/, '$1$2$3');
  if (Object.hasOwn(OLD_CODES, code)) return OLD_CODES[code];
  if (/^[A-Z]{2,3}$|^\d{1,3}$/.test(code)) {
    const known = countries.toAlpha2(/^\d/.test(code) ? code.padStart(3, '0') : code);
    if (known !== undefined && countries.isValid(known)) return known;
  }
  return codeOfName(written);
}
