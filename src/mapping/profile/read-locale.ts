import { type Read, thenRead, unreadable, valueOf } from '../read/read.js';
import { readWords } from '../text/read-text.js';

/** Subtags that are registered and name nothing: several languages, none, no place, pseudo places, unwritten. */
const NAMELESS: ReadonlySet<string> = new Set([
  ...['und', 'mul', 'mis', 'zxx', 'ZZ', 'XA', 'XB', 'QO', 'Zzzz', 'Zyyy', 'Zxxx', 'Zinh'],
]);

/** Whether a subtag is registered: the name of one that is not is unknown. */
const named = (type: 'language' | 'region' | 'script') => {
  const names = new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  return (subtag: string): boolean => !NAMELESS.has(subtag) && names.of(subtag) !== undefined;
};

const isLanguage = named('language');
const isRegion = named('region');
const isScript = named('script');

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');

const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

/** Languages and regions of two letters that stand for themselves; `iw` does not, it is `he` today. */
const LANGUAGES: ReadonlySet<string> = new Set(
  PAIRS.filter((pair) => isLanguage(pair) && new Intl.Locale(pair).language === pair),
);
const REGIONS: ReadonlySet<string> = new Set(
  PAIRS.map((pair) => pair.toUpperCase()).filter(
    (pair) => isRegion(pair) && new Intl.Locale(`en-${pair}`).region === pair,
  ),
);

/** What nearly all locales look like: they are known without asking Unicode's library, which takes ten times as long. */
const USUAL = /^([a-z]{2})[-_]([A-Z]{2})$/;

/** What POSIX puts behind a locale: `.UTF-8`, `@euro`. */
const POSIX_TAIL = /[.@].*$/;

function localeOf(text: string): string | undefined {
  const [, usual = '', place = ''] = USUAL.exec(text) ?? [];
  if (LANGUAGES.has(usual) && REGIONS.has(place)) return `${usual}-${place}`;
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(text.replace(POSIX_TAIL, '').replaceAll('_', '-'));
  } catch {
    // A RangeError tells that it is no language tag.
    return undefined;
  }
  const { script, region } = locale;
  // Not `locale.language`, which is undefined for `und`, whatever its declaration says.
  const language = locale.baseName.split('-')[0] ?? 'und';
  // `English` has the form of a language that may be registered one day; none of over three letters is.
  if (language.length > 3 || !isLanguage(language)) return undefined;
  if (script !== undefined && !isScript(script)) return undefined;
  if (region !== undefined && !isRegion(region)) return undefined;
  return [language, script, region].filter((subtag) => subtag !== undefined).join('-');
}

/**
 * A language tag in its canonical form: language, script and region, each of them registered. Also read are `en_gb`,
 * `en_US.UTF-8`, the three letters `eng`, and old subtags (`iw`, `en-UK`). What only says how to sort or to write
 * digits is left off.
 */
export const readLocale = (raw: unknown): Read<string> =>
  thenRead(readWords(raw), (text) => {
    const locale = localeOf(text);
    return locale === undefined
      ? unreadable('locale_unusable', 'This is no language tag such as en-GB, so it was left out.')
      : valueOf(locale);
  });
