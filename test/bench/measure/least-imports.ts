import { LARGEST_BODY, MOST_IMPORTS } from '../../../src/harness/emulator/limits/payload-limits.js';

/**
 * The fewest imports that can carry so many bytes of profiles.
 *
 * @param groups members by where they are put: those for a list and the others cannot share an import
 */
export function leastImports(bytes: number, groups: readonly number[]): number {
  const members = groups.reduce((sum, some) => sum + some, 0);
  const leastFor = (some: number): number =>
    Math.max(Math.ceil(some / MOST_IMPORTS), Math.ceil((bytes * some) / members / LARGEST_BODY));
  return groups.reduce((sum, some) => sum + leastFor(some), 0);
}
