import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** E.164 has 15 digits; with blanks and brackets nobody writes more than this. */
const LONGEST = 40;

/**
 * A phone number in E.164 (`+447911123456`), read in the member's country (ISO 3166-1 alpha-2) where it is written
 * without an international prefix. `undefined` where no valid number comes out: Klaviyo refuses the whole call for one.
 */
export function phoneNumber(text: string, country?: string | null): string | undefined {
  if (text.length > LONGEST) return undefined;
  const home = country?.trim().toUpperCase();
  const known = home !== undefined && isSupportedCountry(home) ? home : undefined;
  // `00` is the international prefix nearly everywhere; without a country the library can not know it.
  const written = known === undefined ? text.trim().replace(/^00/, '+') : text.trim();
  const parsed = parsePhoneNumberFromString(written, {
    ...(known === undefined ? {} : { defaultCountry: known }),
    // Else a number would be dug out of any sentence.
    extract: false,
  });
  return parsed?.isValid() ? parsed.number : undefined;
}
