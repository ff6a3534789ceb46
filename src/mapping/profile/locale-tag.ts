import { cleanText } from '../text/clean-text.js';

/** A language tag in its canonical form (`en-GB`, also from `en_gb`); `undefined` for what is none. */
export function localeTag(value: unknown): string | undefined {
  const text = cleanText(value);
  if (text === undefined) return undefined;
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0];
  } catch {
    // A RangeError tells that it is no language tag.
    return undefined;
  }
}
