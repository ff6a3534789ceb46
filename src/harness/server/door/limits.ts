/** Of bodies that are no list, in bytes. */
export const BODY_LIMIT = 1024 * 1024;

/** Of bodies that are lists, in bytes: a hundred thousand members of half a kilobyte. */
export const LIST_BODY_LIMIT = 64 * 1024 * 1024;

/** Items of one list. Ten thousand events take about a second, and nobody waits longer than some ten. */
export const MOST_ITEMS = 100_000;

/** Objects and arrays of one list, itself included: what memory goes by, where 64 MB of `{}` would take gigabytes. */
export const MOST_CONTAINERS = 2_000_000;

/** Objects and arrays within each other. What walks a value walks on the stack. */
export const DEEPEST = 64;

/** A request must have arrived whole within so many milliseconds: one that stands half-sent holds a connection. */
export const REQUEST_TIMEOUT_MS = 30_000;
