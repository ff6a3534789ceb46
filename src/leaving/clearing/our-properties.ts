import { PROFILE_PROPERTY, propertyName } from '../../mapping/index.js';
import type { Settings } from '../../settings/index.js';

/**
 * Which of a profile's properties this installation has written: everything that begins with its prefix, and, where it has
 * none, the names of the dictionary and of the chosen attributes.
 */
export function ourProperties(
  names: readonly string[],
  { prefix, attributes }: Pick<Settings, 'prefix' | 'attributes'>,
): readonly string[] {
  const chosen = attributes.map(({ to }) => propertyName(prefix, to));
  const known = new Set([
    ...Object.values(PROFILE_PROPERTY).map((name) => propertyName(prefix, name)),
    ...chosen,
  ]);
  // A flattened attribute has a property for each of its fields.
  const below = attributes.filter(({ flatten }) => flatten).map(({ to }) => `${propertyName(prefix, to)} `);
  const isOurs = (name: string): boolean =>
    known.has(name) ||
    (prefix !== '' && name.startsWith(prefix)) ||
    below.some((beginning) => name.startsWith(beginning));
  return names.filter(isOurs);
}
