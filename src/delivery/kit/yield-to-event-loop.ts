/** Lets everything else have its turn: a long piece of work on many members must not hold up a live event. */
export const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Members after which it is time to: some ten milliseconds of work. */
export const YIELD_EVERY = 50;
