import type { Json, JsonObject } from '../../contract/index.js';

const CONTACT = new Set(['email', 'phone_number']);

/** Attributes as a person may see them: enough of an address to know it again, and no more. */
export function masked(attributes: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]): [string, Json] => [
      name,
      CONTACT.has(name) && typeof value === 'string' ? mask(value) : value,
    ]),
  );
}

function mask(value: string): string {
  const at = value.lastIndexOf('@');
  return at < 0 ? `…${value.slice(-2)}` : `${value.slice(0, 1)}…${value.slice(at)}`;
}
