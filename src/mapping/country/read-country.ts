import countries from 'i18n-iso-countries';
import { type Read, thenRead, unreadable, valueOf } from '../read/read.js';
import { readWords } from '../text/read-text.js';
import { countryCode } from './country-code.js';

/**
 * Where the official name is not what a marketer looks for. Klaviyo tells no list of its names [?]; its own example is
 * `United States`.
 */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  BN: 'Brunei',
  CD: 'Democratic Republic of the Congo',
  CN: 'China',
  FK: 'Falkland Islands',
  FM: 'Micronesia',
  GM: 'Gambia',
  IR: 'Iran',
  LA: 'Laos',
  MD: 'Moldova',
  MK: 'North Macedonia',
  PS: 'Palestine',
  RU: 'Russia',
  SY: 'Syria',
  TW: 'Taiwan',
  TZ: 'Tanzania',
  US: 'United States',
  VA: 'Vatican City',
  VG: 'British Virgin Islands',
  VI: 'U.S. Virgin Islands',
};

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...countries.getNames('en'), ...SHORT_NAMES }),
);

/** The English name of a country, as Klaviyo's `location.country` wants it [spec: "Country name"]. */
const countryName = (code: string): string | undefined => NAMES.get(code);

/** A member's country as Klaviyo's name for it, however the platform writes it. */
export const readCountry = (raw: unknown): Read<string> =>
  thenRead(readWords(raw), (text) => {
    const code = countryCode(text);
    const name = code === undefined ? undefined : countryName(code);
    return name === undefined
      ? unreadable('country_unusable', 'No one country has this code or name, so it was left out.')
      : valueOf(name);
  });
