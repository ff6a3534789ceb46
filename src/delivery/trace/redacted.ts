import type { Json } from '../../contract/index.js';
import { isSecret, isSecretText } from '../../mapping/index.js';

/** Entries of a list that are shown: a bulk request is a thousand times the same. */
const MOST_ENTRIES = 20;
const MOST_DEPTH = 12;
const MOST_CHARACTERS = 500;
/** What is looked through of a text: the patterns take the square of its length. */
const LOOKED_THROUGH = 2_000;

/** Fields that hold something personal whatever stands in them, by words of their names. */
const PERSONAL =
  /^(e-?mail|phone|mobile|first|last|given|family|sur|full|nick|middle|maiden|birth|dob|address|street|post|zip|city|town|latitude|longitude|lat|lng|ip|gender|image|avatar|picture|photo)/i;
const PERSONAL_ANYWHERE =
  /e-?mail|telephone|phone|surname|(first|last|given|family|full|nick|user|person|customer|member|recipient|guest)[ _-]?name|birth|address|postcode|zip/i;

/** `title` is a heading in an answer and a form of address in a profile: it is masked within profiles only. */
const PROFILE_FIELDS = new Set(['title', 'organization', 'region', 'country', 'locale', 'name']);

/** Rather too much than too little: quotes and commas may stand in an address. */
const EMAIL = /[^\s@<>"]+@[^\s@<>"]+/gu;
/** With a plus, or with the blanks and brackets that people write: never an id, a date or an amount. */
const PHONE = /\+\d[\d ().-]{5,}\d|(?<![\w-])\(?0\d{1,5}\)?[ /]\d[\d /-]{3,}\d(?![\w-])/g;
const LONG_TOKEN = /[A-Za-z0-9_-]{24,}\.[A-Za-z0-9_-]{24,}(\.[A-Za-z0-9_-]+)?/g;
/** What Klaviyo quotes of a request in its sentences. */
const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`/g;
const SENTENCES = new Set(['detail', 'message']);

/**
 * A request, an answer or an event as it may be shown: e-mail addresses, telephone numbers, names, addresses and secrets
 * are masked wherever they stand, lists and texts are cut. What is neither a text nor a number of a personal field stays.
 */
export const redacted = (value: unknown, holder = ''): Json => walk(value, '', holder, 0, false);

function walk(value: unknown, name: string, holder: string, depth: number, inProfile: boolean): Json {
  if (value === null || value === undefined) return null;
  if (depth > MOST_DEPTH) return '…';
  if (Array.isArray(value)) {
    const shown = value
      .slice(0, MOST_ENTRIES)
      .map((entry: unknown) => walk(entry, name, holder, depth + 1, inProfile));
    const left = value.length - shown.length;
    return left > 0 ? [...shown, `… and ${left} more`] : shown;
  }
  if (typeof value === 'object')
    return walkObject(value as Record<string, unknown>, name || holder, depth, inProfile);
  if (isSecret(name, value, holder)) return '‹secret›';
  if (typeof value === 'boolean') return value;
  if (isPersonal(name, inProfile)) return `‹${cleaned(name, '')}›`;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? cleaned(value, name) : '…';
}

function walkObject(
  value: Readonly<Record<string, unknown>>,
  name: string,
  depth: number,
  inProfile: boolean,
): Json {
  // JSON:API: the attributes of a profile are personal as a whole, an event's properties are not.
  const profile = value['type'] === 'profile' || (inProfile && value['type'] === undefined);
  const entries = Object.entries(value)
    // As JSON leaves it out.
    .filter(([, part]) => part !== undefined)
    .map(([key, part]): [string, Json] => [cleaned(key, ''), walk(part, key, name, depth + 1, profile)]);
  return Object.fromEntries(entries);
}

const isPersonal = (name: string, inProfile: boolean): boolean =>
  PERSONAL.test(name) || PERSONAL_ANYWHERE.test(name) || (inProfile && PROFILE_FIELDS.has(name));

function cleaned(whole: string, name: string): string {
  // Cut between words: half an address would not be known for one.
  const text = whole.length > LOOKED_THROUGH ? whole.slice(0, LOOKED_THROUGH).replace(/\S*$/, '…') : whole;
  if (isSecretText(text)) return '‹secret›';
  const quoted = SENTENCES.has(name) ? text.replace(QUOTED, '‹…›') : text;
  const masked = quoted.replace(EMAIL, '‹e-mail›').replace(PHONE, '‹phone›').replace(LONG_TOKEN, '‹secret›');
  return masked.length > MOST_CHARACTERS ? `${masked.slice(0, MOST_CHARACTERS)}…` : masked;
}
