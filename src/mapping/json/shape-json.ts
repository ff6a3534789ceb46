import type { Json, JsonObject } from '../../contract/index.js';
import { ZERO_TEXT_SUFFIX } from '../dictionary.js';
import { isSecretText } from '../secret/is-secret-text.js';
import { isSecret } from '../secret/is-secret.js';
import { cutText } from '../text/cut-text.js';
import { wellFormed } from '../text/well-formed.js';
import { isPlainObject } from './is-plain-object.js';
import { LIMITS } from './limits.js';
import type { Warnings } from './warnings.js';

/** Where a value stands, and how it is to be shaped. */
export interface Shaping {
  readonly warnings: Warnings;
  /** Keys from the item to this value. */
  readonly keys: readonly (string | number)[];
  /** 1 for the outermost object. */
  readonly level: number;
  /** The key that holds this value, arrays seen through; for a payload the event's type. */
  readonly holder: string;
  /** Whether a numeric 0 is said again as text. */
  readonly zeroText: boolean;
  /** Texts to leave out. */
  readonly omits?: (text: string) => boolean;
  /** Names at this level that are taken. */
  readonly taken?: ReadonlySet<string>;
  /** How many properties the outermost object has room for. */
  readonly room?: number;
}

function shapeText(text: string, shaping: Shaping): string | undefined {
  if (isSecretText(text)) {
    shaping.warnings.add('secret_removed', 'A credential was removed from what is sent.', shaping.keys);
    return undefined;
  }
  if (shaping.omits?.(text)) return undefined;
  const cut = cutText(wellFormed(text), LIMITS.stringBytes);
  if (cut.length < text.length)
    shaping.warnings.add('text_cut', 'The text is over 100 KB and was cut there.', shaping.keys);
  return cut;
}

function shapeArray(list: readonly unknown[], shaping: Shaping): Json {
  if (list.length > LIMITS.elements)
    shaping.warnings.add('list_cut', 'The list has over 4000 elements and was cut there.', shaping.keys);
  return list
    .slice(0, LIMITS.elements)
    .map((element, index) => shapeJson(element, { ...inside(shaping), keys: [...shaping.keys, index] }))
    .filter((element) => element !== undefined);
}

const inside = ({ warnings, keys, level, holder, zeroText, omits }: Shaping): Shaping => ({
  warnings,
  keys,
  level: level + 1,
  holder,
  zeroText,
  ...(omits ? { omits } : {}),
});

/** The name under which a field goes, `undefined` for none. Names that begin with `$` are Klaviyo's own. */
function nameOf(
  name: string,
  source: object,
  used: ReadonlyMap<string, Json>,
  shaping: Shaping,
): string | undefined {
  const keys = [...shaping.keys, name];
  if (shaping.taken?.has(name)) {
    shaping.warnings.add(
      'property_overridden',
      "The name is the extension's own, so this field was dropped.",
      keys,
    );
    return undefined;
  }
  if (name !== '' && !name.startsWith('$') && Buffer.byteLength(name) <= LIMITS.stringBytes)
    return wellFormed(name);
  const bare = wellFormed(name).replace(/^\$+/, '');
  const free = !Object.hasOwn(source, bare) && !used.has(bare) && !shaping.taken?.has(bare);
  if (bare !== '' && free && Buffer.byteLength(bare) <= LIMITS.stringBytes) {
    shaping.warnings.add(
      'property_renamed',
      "A name that begins with $ is Klaviyo's own; the $ was taken off.",
      keys,
    );
    return bare;
  }
  shaping.warnings.add(
    'property_dropped',
    'The field has no name that Klaviyo takes, so it was dropped.',
    keys,
  );
  return undefined;
}

/**
 * An object as Klaviyo takes it: see {@link shapeJson}. Fields stand in their order; those beyond the 400th are
 * dropped.
 */
export function shapeObject(source: Readonly<Record<string, unknown>>, shaping: Shaping): JsonObject {
  const used = new Map<string, Json>();
  const room = shaping.room ?? LIMITS.properties;
  for (const [name, value] of Object.entries(source)) {
    const keys = [...shaping.keys, name];
    if (isSecret(name, value, shaping.holder)) {
      shaping.warnings.add('secret_removed', 'A secret was removed from what is sent.', keys);
      continue;
    }
    const shaped = shapeJson(value, { ...inside(shaping), keys, holder: name });
    if (shaped === undefined) continue;
    if (used.size >= room) {
      shaping.warnings.add(
        'properties_dropped',
        'Klaviyo takes 400 properties; the rest was dropped.',
        shaping.keys,
      );
      break;
    }
    const sentAs = nameOf(name, source, used, shaping);
    if (sentAs === undefined) continue;
    used.set(sentAs, shaped);
    const text = sentAs + ZERO_TEXT_SUFFIX;
    const free = !Object.hasOwn(source, text) && !used.has(text) && !shaping.taken?.has(text);
    if (shaping.zeroText && shaped === 0 && free && used.size < room) used.set(text, '0');
  }
  // Not by assignment: a field named `__proto__` stays a field.
  return Object.fromEntries(used);
}

/**
 * A JSON value as Klaviyo takes it: without secrets, names without a leading `$`, within the limits of properties,
 * nesting, elements and strings. What does not fit is cut or left out with a warning, so that the rest arrives.
 * `undefined` where nothing is left.
 */
export function shapeJson(value: unknown, shaping: Shaping): Json | undefined {
  if (typeof value === 'string') return shapeText(value, shaping);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean' || value === null) return value;
  if (!Array.isArray(value) && !isPlainObject(value)) return undefined;
  if (shaping.level > LIMITS.nesting) {
    shaping.warnings.add(
      'nesting_dropped',
      'Klaviyo takes ten levels; what lies deeper was dropped.',
      shaping.keys,
    );
    return undefined;
  }
  return Array.isArray(value) ? shapeArray(value, shaping) : shapeObject(value, shaping);
}
