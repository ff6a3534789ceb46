import { createHash } from 'node:crypto';

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  return value === undefined ? 'null' : JSON.stringify(value);
}

/**
 * A fingerprint of what was sent: SHA-256 in hex, the same for the same JSON value in whatever order its keys stand.
 * An `undefined` member counts as absent, as in JSON. `Updated At` must not be in it, or no state would ever equal
 * the last one: take the hash first, then {@link withUpdatedAt}.
 */
export const stateHash = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex');
