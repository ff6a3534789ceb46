import type { Json } from '../../../../contract/index.js';
import { isJsonObject } from '../settings-form/is-json-object.js';
import { countOf } from '../words/count-of.js';

const SEPARATOR = ' · ';

/** What to call a profile, an event or a list of the local vendor. */
export function titleOf(row: Json): string {
  if (!isJsonObject(row)) return JSON.stringify(row);
  const { id, attributes, metric, name, members, profileId, time } = row;
  if (typeof metric === 'string') return textsOf([metric, profileId, time]).join(SEPARATOR);
  if (typeof members === 'number') return [...textsOf([name]), countOf(members, 'member')].join(SEPARATOR);
  const own = isJsonObject(attributes) ? attributes : {};
  const [contact = ''] = textsOf([own['email'], own['phone_number'], own['external_id'], id]);
  const person = textsOf([own['first_name'], own['last_name']]).join(' ');
  return person === '' ? contact : contact + SEPARATOR + person;
}

const textsOf = (values: readonly (Json | undefined)[]): readonly string[] =>
  values.filter((value) => typeof value === 'string');
