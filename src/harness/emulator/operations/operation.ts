/** One operation of the API: where it is found, what it asks for, and how often it may be called. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly string[];
  readonly limit: RateLimit;
  /** Query parameters that the operation knows. */
  readonly query: readonly string[];
}

/** Calls allowed in a second, in a minute and, where there is such a cap, in a day. */
export interface RateLimit {
  readonly burst: number;
  readonly steady: number;
  readonly daily?: number;
}
