/** What is wrong with an incoming item, as its receipt tells it. */
export interface Malformed {
  readonly ok: false;
  /** The item's own id where it has a usable one, else `#` and its index, else empty. */
  readonly id: string;
  /** Stable, snake_case. */
  readonly code: string;
  /** JSON pointer within the item. */
  readonly path: string;
  readonly message: string;
}
