import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import type { TypeMetadata } from 'class-transformer';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { Json, JsonObject } from '../../contract/index.js';
import { METRIC_NAMES } from './metric-names.js';
import { PATTERN } from './patterns.js';

type Schema = Readonly<Record<string, unknown>>;
type SettingsClass = new () => object;

const REFERENCE = '#/$defs/';

const options = {
  classTransformerMetadataStorage: defaultMetadataStorage,
  refPointerPrefix: REFERENCE,
  additionalConverters: {
    [METRIC_NAMES]: {
      type: 'object' as const,
      propertyNames: { type: 'string', pattern: PATTERN.eventType.source },
      additionalProperties: { type: 'string' as const, pattern: PATTERN.metric.source },
    },
  },
};

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

function nestedClass(type: SettingsClass, property: string): SettingsClass | undefined {
  // Its declaration forgets that most properties have none.
  const found = defaultMetadataStorage.findTypeMetadata(type, property) as TypeMetadata | undefined;
  return found?.typeFunction() as SettingsClass | undefined;
}

const withoutReference = (schema: Schema): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$ref'));

/** A property's schema with the class that it refers to written out in its place. */
function inlined(schema: Schema, nested: SettingsClass | undefined): Schema {
  if (nested === undefined) return schema;
  const { items } = schema;
  return isSchema(items)
    ? { ...schema, items: { ...schemaOf(nested), ...withoutReference(items) } }
    : { ...schemaOf(nested), ...withoutReference(schema) };
}

/**
 * The JSON Schema (draft-07 and 2020-12 alike) of a settings class and all classes below it, in one piece without
 * references, so that any form library can draw it. Defaults are those of a new instance; unknown keys are refused.
 */
export function schemaOf(type: SettingsClass): JsonObject {
  const schema: Schema = { ...targetConstructorToSchema(type, options) };
  const defaults: object = new type();
  const properties = Object.entries(isSchema(schema['properties']) ? schema['properties'] : {}).map(
    ([name, property]): [string, unknown] => {
      const nested = nestedClass(type, name);
      const full = inlined(isSchema(property) ? property : {}, nested);
      const initial = (defaults as Schema)[name];
      // A section has the defaults of its members.
      const group = nested !== undefined && !Array.isArray(initial);
      return [name, initial === undefined || group ? full : { ...full, default: initial }];
    },
  );
  const byOrder = properties.sort(([, a], [, b]) => orderOf(a) - orderOf(b));
  const result = { ...schema, properties: Object.fromEntries(byOrder), additionalProperties: false };
  // Once through JSON: plain, and nothing shared with the registers of the libraries.
  return JSON.parse(JSON.stringify(result)) as Record<string, Json>;
}

const orderOf = (property: unknown): number => (isSchema(property) ? Number(property['x-order'] ?? 0) : 0);
