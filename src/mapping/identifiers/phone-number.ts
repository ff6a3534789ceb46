import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { countryCode } from '../country/country-code.js';
import { visibleText } from '../text/normal-text.js';

/** E.164 has 15 digits; with blanks and brackets nobody writes more than this. */
const LONGEST = 40;

/** What a spreadsheet or a link puts before a number. */
const BEFORE = /^(?:tel|callto|sms):(?:\/\/)?|^['"`\u2018\u2019]+/i;

/** `(+44) 7911 123456`. */
const BRACKETED_CODE = /^\(\s*\+\s*(\d{1,3})\s*\)/;

/** Digits of any script, a plus, and what people put between them. Letters are none: `ext. 12`, `4.47E+11`. */
const WRITTEN = /^\+?[\p{Nd}\s().\-\u2010-\u2015\u2212/~\u00b7]+$/u;

/** `00` is the international prefix nearly everywhere, and written so in many places where it is not. */
const DOUBLE_ZERO = /^00[\s.-]*/;

/** The library also knows Ascension and Tristan da Cunha, which are no countries of ISO 3166-1. */
function homeOf(country: string | null | undefined): CountryCode | undefined {
  if (typeof country !== 'string') return undefined;
  const code = countryCode(country) ?? country.trim().toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
}

/** A number without an extension, which no text message reaches. */
function parsed(text: string, home: CountryCode | undefined) {
  const number = parsePhoneNumberFromString(text, {
    ...(home === undefined ? {} : { defaultCountry: home }),
    // Else a number would be dug out of any sentence.
    extract: false,
  });
  return number?.isValid() && number.ext === undefined ? number : undefined;
}

/**
 * A phone number in E.164 (`+447911123456`), judged by the library's full metadata. Without a `+` it is read in the
 * member's country: nationally, by that country's own international prefix (`011` in the United States), and by `00`.
 * Where the two readings give different numbers, `00` and the member's own country is what is meant (`0057…` in
 * Colombia, where `005` is a prefix too); of any other pair nobody can tell which. `undefined` where no number comes
 * out: Klaviyo refuses the whole call for a wrong one.
 *
 * @param country code or name, as {@link countryCode} reads it
 */
export function phoneNumber(written: string, country?: string | null): string | undefined {
  if (written.length > LONGEST * 2) return undefined;
  // Letters and signs of full width, as East Asian keyboards write them, are the plain ones.
  const text = visibleText(written)
    .normalize('NFKC')
    .replace(BEFORE, '')
    .replace(/['"]+$/, '')
    .replace(BRACKETED_CODE, '+$1 ')
    .trim();
  if (text.length > LONGEST || !WRITTEN.test(text)) return undefined;
  const home = homeOf(country);
  const own = parsed(text, home);
  const abroad = DOUBLE_ZERO.test(text) ? parsed(text.replace(DOUBLE_ZERO, '+'), undefined) : undefined;
  if (abroad === undefined || own?.number === abroad.number) return own?.number;
  const isHome = home !== undefined && abroad.countryCallingCode === getCountryCallingCode(home);
  return own === undefined || isHome ? abroad.number : undefined;
}
