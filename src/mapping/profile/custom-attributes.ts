import type { Json, Member } from '../../contract/index.js';
import { isPlainObject } from '../json/is-plain-object.js';
import { shapeJson } from '../json/shape-json.js';
import type { Warnings } from '../json/warnings.js';
import type { MappingOptions } from '../mapping-options.js';
import { withoutNoise } from '../number/round-number.js';
import { propertyName } from '../property-name.js';
import { isSecret } from '../secret/is-secret.js';
import { isPlaceholderText } from '../text/is-placeholder-text.js';
import type { AttributeMapping } from './attribute-mapping.js';
import { memberValue } from './member-value.js';
import { readTyped } from './read-typed.js';

/** Properties that one nested attribute may become. */
const MOST_FLATTENED = 100;

/** The attributes that a tenant has chosen, as properties, and those that stay as they are in Klaviyo. */
export interface CustomAttributes {
  readonly properties: ReadonlyMap<string, Json>;
  /** Names of properties of which nothing is known, or nothing that can be sent. */
  readonly left: readonly string[];
  /** Beginnings of such names, of nested attributes that become several. */
  readonly leftBelow: readonly string[];
}

type Leaf = readonly [keys: readonly string[], value: Json];

const isEmpty = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** The keys of a place in the member, for the path that a reason names. */
function keysOf(from: string): readonly string[] {
  const keys = from.split(from.startsWith('/') ? '/' : '.').filter((key) => key !== '');
  return keys[0] === 'attributes' ? ['profile', ...keys] : keys;
}

/** What stands in a nested attribute, each with its keys; lists stay lists. */
function leavesOf(value: Json, keys: readonly string[] = []): readonly Leaf[] {
  if (!isPlainObject(value)) return [[keys, value]];
  return Object.entries(value as Readonly<Record<string, Json>>).flatMap(([key, member]) =>
    leavesOf(member, [...keys, key]),
  );
}

/** Maps one attribute after the other; the first that has a name keeps it. */
class AttributeWriter {
  readonly properties = new Map<string, Json>();
  readonly left: string[] = [];
  readonly leftBelow: string[] = [];

  constructor(
    private readonly prefix: string,
    private readonly reserved: ReadonlySet<string>,
    private readonly warnings: Warnings,
  ) {}

  write(member: Member, mapping: AttributeMapping): void {
    const { from, to } = mapping;
    const found = memberValue(member, from);
    // Neither written nor left: what was sent of it is unset.
    if (found.kind === 'gone') return;
    if (found.kind === 'unknown') {
      this.leave(mapping);
      return;
    }
    const keys = keysOf(from);
    if (isSecret(keys.at(-1) ?? from, found.value, keys.at(-2) ?? '')) {
      this.warnings.add('secret_removed', 'A secret is never sent, so the attribute was left out.', keys);
      return;
    }
    const shaped = this.shape(found.value, keys);
    if (shaped === undefined || (isEmpty(shaped) && !isEmpty(found.value))) {
      this.leave(mapping);
      return;
    }
    if (mapping.flatten && isPlainObject(shaped)) {
      this.writeLeaves(mapping, leavesOf(shaped), keys);
      return;
    }
    this.writeValue(mapping, propertyName(this.prefix, to), shaped, keys);
  }

  private shape(value: Json, keys: readonly string[]): Json | undefined {
    if (value === '') return null;
    return shapeJson(value, {
      warnings: this.warnings,
      keys,
      level: 2,
      holder: keys.at(-1) ?? '',
      zeroText: false,
      omits: isPlaceholderText,
      number: withoutNoise,
      text: (text) => text.normalize('NFC'),
    });
  }

  private writeLeaves(mapping: AttributeMapping, leaves: readonly Leaf[], keys: readonly string[]): void {
    if (leaves.length > MOST_FLATTENED)
      this.warnings.add(
        'properties_dropped',
        `A nested attribute becomes ${MOST_FLATTENED} properties at most; the rest was dropped.`,
        keys,
      );
    for (const [path, value] of leaves.slice(0, MOST_FLATTENED)) {
      const name = propertyName(this.prefix, [mapping.to, ...path].join(' '));
      this.writeValue(mapping, name, value, [...keys, ...path]);
    }
  }

  private writeValue(
    { type = 'as-is' }: AttributeMapping,
    name: string,
    value: Json,
    keys: readonly string[],
  ): void {
    if (this.reserved.has(name) || this.properties.has(name)) {
      this.warnings.add(
        'attribute_name_taken',
        'Another property has this name already, so the attribute was left out; choose another name.',
        keys,
      );
      return;
    }
    const read = readTyped(value, type);
    if (read.kind === 'unreadable') {
      this.warnings.add(read.reason.code, read.reason.message, keys);
      this.left.push(name);
      return;
    }
    if (read.kind === 'value')
      for (const { code, message } of read.notes ?? []) this.warnings.add(code, message, keys);
    this.properties.set(name, read.kind === 'value' ? read.value : null);
  }

  private leave({ to, flatten }: AttributeMapping): void {
    const name = propertyName(this.prefix, to);
    this.left.push(name);
    if (flatten) this.leftBelow.push(`${name} `);
  }
}

/**
 * The attributes, flags and fields that the tenant has chosen, as profile properties; `false`, 0 and an empty list are
 * values. `null` and an empty text clear; a placeholder, a secret, and what does not fit its type is left out with a
 * reason, also where it stands within an attribute. Whether the whole profile fits into what Klaviyo takes shows when
 * it is written.
 *
 * @param reserved names that are the dictionary's
 */
export function customAttributes(
  member: Member,
  options: Pick<MappingOptions, 'prefix' | 'attributes'>,
  reserved: ReadonlySet<string>,
  warnings: Warnings,
): CustomAttributes {
  const writer = new AttributeWriter(options.prefix, reserved, warnings);
  for (const mapping of options.attributes) writer.write(member, mapping);
  return writer;
}
