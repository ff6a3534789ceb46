/** Of bodies that are no list, in bytes. */
export const BODY_LIMIT = 1024 * 1024;

/** Of bodies that are lists, in bytes: a hundred thousand members of half a kilobyte. */
export const LIST_BODY_LIMIT = 64 * 1024 * 1024;

/** Items of one list. Ten thousand events take about a second, and nobody waits longer than some ten. */
export const MOST_ITEMS = 100_000;

/** Values of one list, those within its items included: what time and memory go by, where 64 MB of `1,` take 5 s. */
export const MOST_VALUES = 4_000_000;

/** Objects and arrays within each other. What walks a value walks on the stack. */
export const DEEPEST = 64;

/** A request must have arrived whole within so many milliseconds: one that stands half-sent holds a connection. */
export const REQUEST_TIMEOUT_MS = 30_000;
