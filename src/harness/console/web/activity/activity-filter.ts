/** What the requests are narrowed down by; empty texts narrow nothing. */
export interface ActivityFilter {
  readonly operation: string;
  readonly result: string;
  readonly memberId: string;
  /** A span back from now; `0` for all. */
  readonly spanMs: number;
}

export const NO_FILTER: ActivityFilter = { operation: '', result: '', memberId: '', spanMs: 0 };
