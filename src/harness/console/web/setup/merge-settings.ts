import type { Json, JsonObject } from '../../../../contract/index.js';
import { isJsonObject } from '../settings-form/is-json-object.js';

const isAlike = (a: Json | undefined, b: Json | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/**
 * Puts what was changed here onto what somebody else has saved meanwhile: field by field, and lists by their rows, so
 * that a row added there and one removed here both count. Where both have changed one field, this side's stands.
 *
 * @param base what both began with
 */
export function mergeSettings(base: JsonObject, mine: JsonObject, theirs: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const merged = mergeValue(base[key], mine[key], theirs[key]);
      return merged === undefined ? [] : [[key, merged]];
    }),
  );
}

function mergeValue(
  base: Json | undefined,
  mine: Json | undefined,
  theirs: Json | undefined,
): Json | undefined {
  if (isAlike(mine, base)) return theirs;
  if (isAlike(theirs, base)) return mine;
  if (isJsonObject(mine) && isJsonObject(theirs)) {
    return mergeSettings(isJsonObject(base) ? base : {}, mine, theirs);
  }
  if (isRows(mine) && isRows(theirs)) return mergeRows(isRows(base) ? base : [], mine, theirs);
  return mine;
}

/** Their rows without those that were removed here, and after them those that were added here. */
function mergeRows(base: readonly Json[], mine: readonly Json[], theirs: readonly Json[]): readonly Json[] {
  const has = (rows: readonly Json[], row: Json): boolean => rows.some((one) => isAlike(one, row));
  const kept = theirs.filter((row) => !has(base, row) || has(mine, row));
  const added = mine.filter((row) => !has(base, row) && !has(theirs, row));
  return [...kept, ...added];
}

const isRows = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
