/** What is left to give away while a plan is made. */
export interface Left {
  /** Requests that may be put in flight yet. */
  single: number;
  bulk: number;
  /** By operation: requests that the plan has spent. */
  readonly requests: Map<string, number>;
  /** When to look again although nothing has changed (epoch ms), `Infinity` for never. */
  lookAt: number;
}

export function spendRequests(left: Left, operation: string, count: number): void {
  left.requests.set(operation, (left.requests.get(operation) ?? 0) + count);
}

export function lookAgainAt(left: Left, at: number): void {
  left.lookAt = Math.min(left.lookAt, at);
}
