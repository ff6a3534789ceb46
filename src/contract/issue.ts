/** One thing that is wrong with what a caller sent. */
export interface Issue {
  /** JSON pointer to the place, `''` for the whole. */
  readonly path: string;
  /** Stable, snake_case. */
  readonly code: string;
  /** One sentence that tells what to do. */
  readonly message: string;
}
