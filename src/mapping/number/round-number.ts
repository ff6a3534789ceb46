/** Decimals of points and of sums of points. */
const DECIMALS = 6;

/**
 * A number with at most six decimals, so that what binary fractions add (0.1 + 0.2 = 0.30000000000000004) is not shown
 * to anybody. −0 becomes 0.
 */
export function roundNumber(value: number): number {
  // From 10^15 on a double has no place for six decimals, and toFixed would write an exponent at 10^21.
  const rounded = Math.abs(value) < 1e15 ? Number(value.toFixed(DECIMALS)) : value;
  return rounded === 0 ? 0 : rounded;
}

/** A number without the noise of binary fractions, however small it is: 15 digits are exact in a double. */
export const withoutNoise = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(15));
