import type { Json, JsonObject, Member } from '../../contract/index.js';
import { pointer } from '../json/pointer.js';
import { shapeJson } from '../json/shape-json.js';
import { valueAt } from '../json/value-at.js';
import { Warnings } from '../json/warnings.js';
import type { MappingOptions } from '../mapping-options.js';
import { propertyName } from '../property-name.js';
import { isSecret } from '../secret/is-secret.js';
import { isPlaceholderText } from '../text/is-placeholder-text.js';

/** A profile may have 100 KB; what is left belongs to the fields that every member has. */
const ROOM_BYTES = 80_000;

const isEmpty = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/**
 * The attributes and flags that the tenant has chosen, as profile properties; `false`, 0 and an empty list are
 * values. An attribute that is `null` clears its property, for the property is ours alone and `null` is all a
 * platform can say; one that is absent, a placeholder or a secret is left out. All together take at most 80 KB: an
 * attribute that does not fit is left out, so that it does not cost the member's whole profile.
 */
export function customAttributes(member: Member, options: MappingOptions): JsonObject {
  const source: Json = {
    attributes: member.profile?.attributes ?? {},
    flags: member.flags ?? {},
  };
  const properties: Record<string, Json> = {};
  let room = ROOM_BYTES;
  for (const { from, to } of options.attributes) {
    const found = valueAt(source, from);
    const name = from.split(/[./]/).at(-1) ?? from;
    if (found === undefined || isSecret(name, found, from.split(/[./]/).at(-2) ?? '')) continue;
    const value = shapeJson(found, {
      // Nobody reads them: each attribute of each member at every send would drown what matters.
      warnings: new Warnings(),
      keys: [pointer([from])],
      level: 2,
      holder: name,
      zeroText: false,
      omits: isPlaceholderText,
    });
    if (value === undefined || (isEmpty(value) && !isEmpty(found))) continue;
    const bytes = Buffer.byteLength(JSON.stringify(value)) + Buffer.byteLength(to);
    if (bytes > room) continue;
    room -= bytes;
    properties[propertyName(options.prefix, to)] = value;
  }
  return properties;
}
