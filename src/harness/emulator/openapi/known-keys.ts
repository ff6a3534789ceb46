import { isJsonObject, type JsonValue } from '../json.js';
import type { Schema } from './schema.js';

/** Which keys a schema names, at each level. A shape that names none takes any: free-form properties. */
interface KeyShape {
  readonly keys: Map<string, KeyShape>;
  items: KeyShape | undefined;
}

const MOST_REPORTED = 20;

/**
 * Finds keys that a schema does not name. JSON Schema lets them pass, as Klaviyo's schemas close no object; Klaviyo
 * itself does not.
 */
export class KnownKeys {
  readonly #shapes = new Map<Schema, KeyShape>();

  constructor(private readonly schemas: Readonly<Record<string, Schema>>) {}

  /** Pointers of the unknown keys in a value, a few at most. */
  unknown(schema: Schema, value: JsonValue): readonly string[] {
    const found: string[] = [];
    walk(this.#shapeOf(schema), value, '', found);
    return found;
  }

  #shapeOf(schema: Schema): KeyShape {
    const known = this.#shapes.get(schema);
    if (known !== undefined) return known;
    const shape: KeyShape = { keys: new Map(), items: undefined };
    this.#shapes.set(schema, shape);
    this.#collect(schema, shape);
    return shape;
  }

  /** Alternatives are laid over each other: a key that any of them names is known. */
  #collect(schema: Schema, shape: KeyShape): void {
    if (schema.$ref !== undefined) {
      const target = this.schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
      if (target !== undefined) this.#collect(target, shape);
    }
    for (const [key, part] of Object.entries(schema.properties ?? {})) {
      const before = shape.keys.get(key);
      if (before === undefined) shape.keys.set(key, this.#shapeOf(part));
      else {
        const both: KeyShape = { keys: new Map(before.keys), items: before.items };
        this.#collect(part, both);
        shape.keys.set(key, both);
      }
    }
    if (schema.items !== undefined) shape.items = this.#shapeOf(schema.items);
    for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
      this.#collect(part, shape);
    }
  }
}

const walk = (shape: KeyShape, value: JsonValue, pointer: string, found: string[]): void => {
  if (found.length >= MOST_REPORTED) return;
  if (Array.isArray(value)) {
    const { items } = shape;
    if (items === undefined) return;
    for (const [index, item] of value.entries()) walk(items, item, `${pointer}/${index}`, found);
    return;
  }
  if (!isJsonObject(value) || shape.keys.size === 0) return;
  for (const key of Object.keys(value)) {
    const part = shape.keys.get(key);
    const item = value[key];
    if (part === undefined) found.push(`${pointer}/${escape(key)}`);
    else if (item !== undefined) walk(part, item, `${pointer}/${escape(key)}`, found);
  }
};

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
