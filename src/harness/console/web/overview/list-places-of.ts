import type { Overview } from '../../../../contract/index.js';

/** How many places on lists the extension keeps; null where none is mapped, or nothing is known of any. */
export function listPlacesOf({ mappings = [] }: Overview): number | null {
  const known = new Map(
    mappings.flatMap(({ targetId, ours }) => (ours === null ? [] : [[targetId, ours] as const])),
  );
  return known.size === 0 ? null : [...known.values()].reduce((sum, ours) => sum + ours, 0);
}
