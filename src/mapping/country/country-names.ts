import countries from 'i18n-iso-countries';

/** The languages whose names of countries are read: those of Europe and the large ones of the world. English first. */
const LANGUAGES = [
  ...[
    'en',
    'de',
    'fr',
    'es',
    'it',
    'pt',
    'nl',
    'sv',
    'da',
    'no',
    'nb',
    'nn',
    'fi',
    'is',
    'pl',
    'cs',
    'sk',
    'hu',
  ],
  ...[
    'ro',
    'bg',
    'el',
    'tr',
    'ru',
    'uk',
    'hr',
    'sl',
    'sr',
    'et',
    'lv',
    'lt',
    'mt',
    'ga',
    'cy',
    'ca',
    'eu',
    'gl',
  ],
  ...['ar', 'he', 'fa', 'hi', 'ja', 'ko', 'zh', 'id', 'ms', 'vi', 'th'],
];

/**
 * What people write and no list of names has: parts of the United Kingdom, and short or old names. Those with several
 * successors (Yugoslavia) are not here: nobody can tell which one is meant.
 */
const ALSO: Readonly<Record<string, string>> = {
  England: 'GB',
  Scotland: 'GB',
  Wales: 'GB',
  'Northern Ireland': 'GB',
  'Great Britain': 'GB',
  Britain: 'GB',
  Holland: 'NL',
  America: 'US',
  Eire: 'IE',
  'Republic of Ireland': 'IE',
  'Hong Kong SAR': 'HK',
  'Macau SAR': 'MO',
  Burma: 'MM',
  Swaziland: 'SZ',
  'Ivory Coast': 'CI',
  'Cabo Verde': 'CV',
  Czechia: 'CZ',
  Macedonia: 'MK',
  Turkey: 'TR',
  'East Timor': 'TL',
  Zaire: 'CD',
  Macau: 'MO',
  Vatican: 'VA',
};

const SHORT = /^[a-z ]{1,3}$/;

/** Names are compared without accents, case, and whatever stands between words. */
const compared = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '');

/**
 * Alpha-2 codes by name, of the library's lists and of Unicode's English one (`Hong Kong SAR China`, `Myanmar (Burma)`); `null` where several
 * countries have the name ("Congo").
 */
function codesByName(): ReadonlyMap<string, string | null> {
  const codes = new Map<string, string | null>();
  const put = (name: string, code: string): void => {
    const known = codes.get(name);
    codes.set(name, known === undefined || known === code ? code : null);
  };
  const shown = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  for (const language of LANGUAGES) {
    for (const [code, names] of Object.entries(countries.getNames(language, { select: 'all' })))
      for (const name of [...names, language === 'en' ? (shown.of(code) ?? '') : '']) {
        const key = compared(name);
        // A short name looks like a code, and is one of another country: `my` is none for Malaysia in Vietnamese.
        if (key !== '' && (language === 'en' || !SHORT.test(name.toLowerCase()))) put(key, code);
      }
  }
  for (const [name, code] of Object.entries(ALSO)) codes.set(compared(name), code);
  return codes;
}

const CODES = codesByName();

/** The alpha-2 code of the country with a name in one of some fifty languages; `undefined` for none, or for several. */
export const codeOfName = (name: string): string | undefined => CODES.get(compared(name)) ?? undefined;
