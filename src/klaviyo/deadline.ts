/**
 * The time that a request has from its first to its last byte (ms), answer included. Enough for 5 MB at 2 Mbit/s; a
 * time-out of silence alone would let an answer that trickles hang for ever.
 */
export const REQUEST_DEADLINE_MS = 20_000;

/** A connection on which nothing moves for so long is given up before its deadline. */
export const SILENCE_MS = 8_000;

/** So long (ms) may a write still land that was given up: longer than any proxy holds a request. */
export const WRITE_DOUBT_MS = 60_000;

/** So long (ms) after it was begun may a write land whose sender has died: it was under way until the deadline. */
export const LANDS_WITHIN_MS = REQUEST_DEADLINE_MS + WRITE_DOUBT_MS;

/** What is under way when its lane is stopped may end for so long (ms), so that a stop leaves as little doubt as it can. */
export const STOP_GRACE_MS = 1_500;
