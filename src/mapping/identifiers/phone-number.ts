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

const homeOf = (country: string | null | undefined): CountryCode | undefined => {
  const code = typeof country === 'string' ? countryCode(country) : undefined;
  return code !== undefined && isSupportedCountry(code) ? code : undefined;
};

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
 * Where these readings give different numbers, the one of the member's own country is meant; if there is none, nobody
 * can tell. `undefined` where no number comes out: Klaviyo refuses the whole call for a wrong one.
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
  const readings = [
    parsed(text, home),
    DOUBLE_ZERO.test(text) ? parsed(text.replace(DOUBLE_ZERO, '+'), undefined) : undefined,
  ].filter((number) => number !== undefined);
  const numbers = [...new Map(readings.map((number) => [number.number, number])).values()];
  if (numbers.length <= 1) return numbers[0]?.number;
  const homeCode = home && getCountryCallingCode(home);
  const own = numbers.filter(({ countryCallingCode }) => countryCallingCode === homeCode);
  return own.length === 1 ? own[0]?.number : undefined;
}
