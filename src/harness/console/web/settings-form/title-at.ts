import type { JsonObject } from '../../../../contract/index.js';
import { isJsonObject } from './is-json-object.js';

/** What the field at a JSON pointer is called: the title nearest to it; `''` where none is. */
export function titleAt(schema: JsonObject, pointer: string): string {
  let at: JsonObject = schema;
  let title = '';
  for (const step of pointer.split('/').slice(1)) {
    const properties = isJsonObject(at['properties']) ? at['properties'] : {};
    const next = properties[step.replaceAll('~1', '/').replaceAll('~0', '~')] ?? at['items'];
    if (!isJsonObject(next)) break;
    at = next;
    if (typeof at['title'] === 'string') title = at['title'];
  }
  return title;
}
