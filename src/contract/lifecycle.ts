/** Optional: an extension with work of its own in the background. */
export interface Lifecycle {
  /** Called once, after the migrations and before the first call. */
  start(): Promise<void>;
  /** Finishes or puts down what is under way; `deadline` is epoch milliseconds. Nothing accepted is lost by it. */
  stop(deadline: number): Promise<void>;
}
