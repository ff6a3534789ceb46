/** Events a second, so spaced that a slider is fine at its slow end. */
export const RATES: readonly number[] = [0, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

export const rateAt = (step: number): number => RATES[step] ?? 0;

/** The step whose rate is the nearest from above. */
export const stepOf = (rate: number): number => {
  const step = RATES.findIndex((one) => one >= rate);
  return step === -1 ? RATES.length - 1 : step;
};
