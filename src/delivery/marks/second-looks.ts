/** Reactors change the wallet after the event: the points are looked at again after 5 s and after 60 s. */
const FIRST_MS = 5_000;
const LAST_MS = 60_000;

/** The looks that an event asks for. */
export const looksAfter = (eventAt: number): { readonly notBefore: number; readonly lookUntil: number } => ({
  notBefore: eventAt + FIRST_MS,
  lookUntil: eventAt + LAST_MS,
});

/**
 * The looks that a delivered event still asks for: what was read later than the last of them needs none.
 *
 * @param readAt epoch milliseconds at which the wallet was read that went before the event
 */
export const lookAfter = (
  eventAt: number,
  readAt: number,
): { readonly notBefore: number; readonly lookUntil: number } | null => {
  const { notBefore, lookUntil } = looksAfter(eventAt);
  if (readAt >= lookUntil) return null;
  return { notBefore: readAt < notBefore ? notBefore : lookUntil, lookUntil };
};

/**
 * When a settled mark is looked at again: first 5 s after its last event, then 60 s after it.
 * @returns epoch milliseconds, or null when no look is left
 */
export function nextLook(lookUntil: number, now: number): number | null {
  const first = lookUntil - LAST_MS + FIRST_MS;
  if (lookUntil === 0 || now >= lookUntil) return null;
  return now < first ? first : lookUntil;
}
