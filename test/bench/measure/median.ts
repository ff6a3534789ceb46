import { percentile } from './percentile.js';

/** The middle one; of an even number the lower of the two: a figure that was measured, not one between. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
