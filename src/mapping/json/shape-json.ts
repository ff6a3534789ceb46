import type { Json, JsonObject } from '../../contract/index.js';
import { isSecretText } from '../secret/is-secret-text.js';
import { isSecret } from '../secret/is-secret.js';
import { cutText } from '../text/cut-text.js';
import { wellFormed } from '../text/well-formed.js';
import { isPlainObject } from './is-plain-object.js';
import { LIMITS } from './limits.js';
import { type Shaping, within } from './shaping.js';
import { withZeroTexts } from './zero-texts.js';

/** Characters that steer a terminal and that no text has; line ends and tabs stay. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

function shapeText(text: string, shaping: Shaping): string | undefined {
  const { warnings, keys } = shaping;
  if (isSecretText(text)) {
    warnings.add('secret_removed', 'A credential was removed from what is sent.', keys);
    return undefined;
  }
  if (shaping.omits?.(text)) {
    warnings.add(
      'placeholder_left_out',
      'A placeholder such as UNKNOWN stands in place of a value, so it was left out.',
      keys,
    );
    return undefined;
  }
  const clean = wellFormed(text).replace(CONTROLS, '');
  const written = shaping.text?.(clean) ?? clean;
  const cut = cutText(written, LIMITS.stringBytes);
  if (cut.length < written.length)
    warnings.add('text_cut', 'The text is over 100 KB and was cut there.', keys);
  return cut;
}

/** A number that JSON carries exactly stays one; every other goes as text, so that its digits arrive. */
function shapeNumber(number: number | bigint, { warnings, keys, ...shaping }: Shaping): number | string {
  const isExact =
    typeof number === 'number' &&
    (Number.isSafeInteger(number) || !Number.isInteger(number)) &&
    isFinite(number);
  if (isExact) return shaping.number?.(number) ?? number;
  warnings.add(
    'number_as_text',
    'JSON carries no such number exactly, so it was sent as text; send ids and large numbers as text.',
    keys,
  );
  return String(number);
}

function shapeArray(list: readonly unknown[], shaping: Shaping): Json {
  if (list.length > LIMITS.elements)
    shaping.warnings.add('list_cut', 'The list has over 4000 elements and was cut there.', shaping.keys);
  return list
    .slice(0, LIMITS.elements)
    .map((element, index) => shapeJson(element, within(shaping, index, shaping.holder)))
    .filter((element) => element !== undefined);
}

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
 * dropped. Texts of zeros come last and take what room is left, for a field is worth more than the twin of another.
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
    const shaped = shapeJson(value, within(shaping, name, name));
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
    if (sentAs !== undefined) used.set(sentAs, shaped);
  }
  // Not by assignment: a field named `__proto__` stays a field.
  return Object.fromEntries(shaping.zeroText ? withZeroTexts(used, room, shaping) : used);
}

/**
 * A JSON value as Klaviyo takes it: without secrets and control characters, names without a leading `$`, within the
 * limits of properties, nesting, elements and strings. What does not fit is cut or left out with a warning, so that the
 * rest arrives. `undefined` where nothing is left.
 */
export function shapeJson(value: unknown, shaping: Shaping): Json | undefined {
  if (typeof value === 'string') return shapeText(value, shaping);
  if (typeof value === 'number' || typeof value === 'bigint') return shapeNumber(value, shaping);
  if (typeof value === 'boolean' || value === null) return value;
  // As in JSON, it is not there.
  if (value === undefined) return undefined;
  if (!Array.isArray(value) && !isPlainObject(value)) {
    shaping.warnings.add(
      'field_unusable',
      'The value is none that JSON has, so it was left out.',
      shaping.keys,
    );
    return undefined;
  }
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
