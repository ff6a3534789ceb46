/** What the planner asks of a budget: it reads, it never takes. */
export interface BudgetView {
  /** Requests of an operation that may be sent at once. */
  available(operation: string, backfill?: boolean): number;
  /**
   * When `count` requests can all have been sent, the first of them at once where there is room. An estimate: requests
   * in flight are taken as answered now.
   * @returns epoch milliseconds, now or later
   */
  readyAt(operation: string, count?: number, backfill?: boolean): number;
  /** The window that holds longest: so many requests in so many milliseconds. */
  steadyLimit(operation: string): { readonly count: number; readonly windowMs: number };
}
