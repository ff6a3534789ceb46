import type { Json, JsonObject } from '../../contract/index.js';
import { isPlainObject } from '../json/is-plain-object.js';
import type { PayloadMapping } from './payload-mapping.js';

/** Where a path goes on: its keys from here. */
type Keys = readonly string[];

const keysOf = (path: string): Keys =>
  path.startsWith('/')
    ? path
        .slice(1)
        .split('/')
        .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    : path.split('.');

/** What is left of the paths below a key; a key may hold dots itself. An empty one ends here. */
function below(paths: readonly Keys[], key: string): readonly Keys[] {
  return paths.flatMap((path) => {
    for (let length = 1; length <= path.length; length++)
      if (path.slice(0, length).join('.') === key) return [path.slice(length)];
    return [];
  });
}

const ends = (paths: readonly Keys[]): boolean => paths.some((path) => path.length === 0);

const isLeaf = (value: Json): boolean => typeof value !== 'object' || value === null;

/** Only what the paths name; `undefined` where they name nothing here. Lists are seen through. */
function kept(value: Json, paths: readonly Keys[]): Json | undefined {
  if (ends(paths)) return value;
  if (paths.length === 0 || isLeaf(value)) return undefined;
  if (Array.isArray(value)) {
    const elements = (value as readonly Json[]).map((element) => kept(element, paths));
    return elements.filter((element) => element !== undefined);
  }
  const fields = Object.entries(value as JsonObject).flatMap(([key, member]): [string, Json][] => {
    const found = kept(member, below(paths, key));
    return found === undefined ? [] : [[key, found]];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** Everything but what the paths name. */
function cleared(value: Json, paths: readonly Keys[]): Json {
  if (paths.length === 0 || isLeaf(value)) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => cleared(element, paths));
  return Object.fromEntries(
    Object.entries(value as JsonObject).flatMap(([key, member]): [string, Json][] => {
      const rest = below(paths, key);
      return ends(rest) ? [] : [[key, cleared(member, rest)]];
    }),
  );
}

type Rename = readonly [keys: Keys, to: string];

/** Fields under their new names, in their places; a field that has the name already gives way to the one named so. */
function renamed(value: Json, renames: readonly Rename[]): Json {
  if (renames.length === 0 || isLeaf(value)) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => renamed(element, renames));
  const plain: [string, Json][] = [];
  const named: [string, Json][] = [];
  for (const [key, member] of Object.entries(value as JsonObject)) {
    const rest = renames.flatMap(([keys, to]): Rename[] =>
      below([keys], key).map((after): Rename => [after, to]),
    );
    const name = rest.find(([keys]) => keys.length === 0)?.[1];
    const inner = renamed(
      member,
      rest.filter(([keys]) => keys.length > 0),
    );
    if (name === undefined) plain.push([key, inner]);
    else named.push([name, inner]);
  }
  return Object.fromEntries([...plain, ...named]);
}

/**
 * A payload as the settings want it: only some fields, without some, some under other names. Applied in this order, and
 * all mappings of a type one after the other. What is left out by the settings is no loss, so nothing is told.
 */
export function choosePayload(payload: JsonObject, mappings: readonly PayloadMapping[]): JsonObject {
  let chosen: Json = payload;
  for (const { only, leaveOut, rename } of mappings) {
    if (only.length > 0) chosen = kept(chosen, only.map(keysOf)) ?? {};
    chosen = cleared(chosen, leaveOut.map(keysOf));
    chosen = renamed(
      chosen,
      rename.map(({ from, to }): Rename => [keysOf(from), to]),
    );
  }
  return isPlainObject(chosen) ? chosen : {};
}
