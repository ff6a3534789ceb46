import type { Json, JsonObject, Member } from '../../contract/index.js';
import { pointer } from '../json/pointer.js';
import { shapeJson } from '../json/shape-json.js';
import { valueAt } from '../json/value-at.js';
import { Warnings } from '../json/warnings.js';
import type { MappingOptions } from '../mapping-options.js';
import { propertyName } from '../property-name.js';
import { isSecret } from '../secret/is-secret.js';
import { isPlaceholderText } from '../text/is-placeholder-text.js';

const isEmpty = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/**
 * The attributes and flags that the tenant has chosen, as profile properties; `false`, 0 and an empty list are
 * values. An attribute that is `null` clears its property, for the property is ours alone and `null` is all a
 * platform can say; one that is absent, a placeholder or a secret is left out. Whether the whole profile fits into what
 * Klaviyo takes shows when it is written.
 */
export function customAttributes(member: Member, options: MappingOptions): JsonObject {
  const source: Json = {
    attributes: member.profile?.attributes ?? {},
    flags: member.flags ?? {},
  };
  const properties: Record<string, Json> = {};
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
    properties[propertyName(options.prefix, to)] = value;
  }
  return properties;
}
