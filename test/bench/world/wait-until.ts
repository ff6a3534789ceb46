import { setTimeout as sleep } from 'node:timers/promises';

/** How to wait. */
export interface Patience {
  /** What is waited for, for the message when it never comes. */
  readonly what: string;
  readonly everyMs: number;
  /** A time without any change of the value after which it is given up. */
  readonly stallMs: number;
}

/** Looks until the value is good; a value that moves may take as long as it likes, one that stands still may not. */
export async function waitUntil(
  look: () => Promise<number>,
  good: (value: number) => boolean,
  { what, everyMs, stallMs }: Patience,
): Promise<void> {
  let last = NaN;
  let movedAt = Date.now();
  for (;;) {
    const value = await look();
    if (good(value)) return;
    if (value !== last) movedAt = Date.now();
    else if (Date.now() - movedAt > stallMs) {
      throw new Error(`${what}: nothing moves any more at ${value}.`);
    }
    last = value;
    await sleep(everyMs);
  }
}
