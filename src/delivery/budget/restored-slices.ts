import type { SpentSlice } from '../../store/index.js';

/** A slice is spent within this time, or put aside anew: it never reaches further ahead. */
export const SLICE_MS = 2_000;

/**
 * When what an owner before has put aside may have been spent, by its own and our clock. Where they fit together it is
 * believed. Where the clock was set back, or so much time seems to have passed that it may have been set forward as well,
 * all of it counts as spent just now: that costs one window at most, and no limit is broken.
 *
 * @param windowMs the longest window of the operation
 * @param now epoch milliseconds
 * @returns pairs of milliseconds from now, negative for the past, and requests; without what no window reaches
 */
export function restoredSlices(
  slices: readonly SpentSlice[],
  windowMs: number,
  now: number,
): (readonly [ms: number, count: number])[] {
  const last = Math.max(...slices.map(([until]) => until));
  const isSetBack = last > now + SLICE_MS;
  const isBelieved = !isSetBack && last > now - windowMs;
  return slices.flatMap(([until, count]): (readonly [number, number])[] => {
    if (!isBelieved) return [[isSetBack ? SLICE_MS : 0, count]];
    return until > now - windowMs ? [[until - now, count]] : [];
  });
}
