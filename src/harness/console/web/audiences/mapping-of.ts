import type { Json, JsonObject } from '../../../../contract/index.js';
import { isJsonObject } from '../settings-form/is-json-object.js';

/** A field of a mapping's rows. */
interface MappingField {
  readonly name: string;
  readonly title: string;
}

/** A part of the settings that puts audiences onto something of the vendor's. */
export interface Mapping {
  /** The key in the settings. */
  readonly key: string;
  readonly title: string;
  readonly audience: MappingField;
  /** What the audience is mapped to; `options` names its choices. */
  readonly target: MappingField & { readonly options: string; readonly isCreatable: boolean };
  /** How, where there is a choice. */
  readonly mode:
    | (MappingField & { readonly choices: readonly { readonly value: string; readonly label: string }[] })
    | null;
}

/**
 * Finds the mapping in the schema of an extension's settings: rows with one field whose choices are audiences, and one
 * whose choices are the vendor's. Null where an extension has none.
 */
export function mappingOf(schema: JsonObject): Mapping | null {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  for (const [key, property] of Object.entries(properties)) {
    if (!isJsonObject(property) || !isJsonObject(property['items'])) continue;
    const fields = isJsonObject(property['items']['properties']) ? property['items']['properties'] : {};
    const found = mappingIn(key, property, fields);
    if (found) return found;
  }
  return null;
}

function mappingIn(key: string, property: JsonObject, fields: JsonObject): Mapping | null {
  const all = Object.entries(fields).flatMap(([name, field]) =>
    isJsonObject(field) ? [{ name, title: text(field['title']) ?? name, field }] : [],
  );
  const audience = all.find(({ field }) => field['x-options'] === 'audiences');
  const target = all.find(
    ({ field }) => typeof field['x-options'] === 'string' && field['x-options'] !== 'audiences',
  );
  if (!audience || !target) return null;
  const mode = all.find(({ field }) => Array.isArray(field['oneOf']));
  return {
    key,
    title: text(property['title']) ?? key,
    audience: { name: audience.name, title: audience.title },
    target: {
      name: target.name,
      title: target.title,
      options: text(target.field['x-options']) ?? '',
      isCreatable: target.field['x-options-create'] === true,
    },
    mode: mode ? { name: mode.name, title: mode.title, choices: choicesOf(mode.field) } : null,
  };
}

function choicesOf({ oneOf }: JsonObject) {
  const choices: readonly Json[] = Array.isArray(oneOf) ? (oneOf as readonly Json[]) : [];
  return choices.filter(isJsonObject).flatMap((choice) => {
    const value = text(choice['const']);
    return value === null ? [] : [{ value, label: text(choice['title']) ?? value }];
  });
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
