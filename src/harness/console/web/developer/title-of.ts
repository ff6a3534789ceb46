import type { Json } from '../../../../contract/index.js';
import { isJsonObject } from '../settings-form/is-json-object.js';

/** What to call a profile, an event or a list of the local vendor. */
export function titleOf(row: Json): string {
  if (!isJsonObject(row)) return String(row);
  const { id, attributes, metric, name, members, profileId, time } = row;
  if (typeof metric === 'string')
    return [metric, profileId, time].filter((part) => part !== undefined).join(' · ');
  if (typeof members === 'number') return `${String(name)} · ${members} members`;
  const own = isJsonObject(attributes) ? attributes : {};
  const names = [own['first_name'], own['last_name']].filter((part) => typeof part === 'string');
  const contact = own['email'] ?? own['phone_number'] ?? own['external_id'] ?? id ?? '';
  return [String(contact), ...(names.length > 0 ? [names.join(' ')] : [])].join(' · ');
}
