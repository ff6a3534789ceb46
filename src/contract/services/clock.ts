/** Time as a dependency, so that tests move it instead of sleeping. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `ms`; the returned function cancels. A pending timer does not keep the process alive. */
  timer(ms: number, callback: () => void): () => void;
}
