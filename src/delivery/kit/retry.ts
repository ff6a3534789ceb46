/** First wait, doubled with each attempt. */
const BASE_MS = 1_000;
/** Longest wait: short enough that an outage's end is felt within minutes. */
const CAP_MS = 300_000;
/** An item that Klaviyo could not take for that long, so often, is given up to the dead letters. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
const GIVE_UP_ATTEMPTS = 20;

/**
 * How long to wait after the `attempts`th failed attempt: exponential with full jitter on the upper half.
 * @param random 0 to 1
 */
export function retryDelay(attempts: number, random: number): number {
  const full = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(full / 2 + (full / 2) * random);
}

/** Whether a transient failure has lasted so long that a person should look at it. */
export function isHopeless(attempts: number, waitingSince: number, now: number): boolean {
  return attempts >= GIVE_UP_ATTEMPTS && now - waitingSince >= GIVE_UP_AFTER_MS;
}

/** Failures after which an item goes alone: it may be the one that makes its batch fail. */
export const ALONE_AFTER = 3;
