import type { BudgetView } from '../../../src/delivery/budget/budget-view.js';

/** What a budget says, as a test wants it. */
export interface Allowance {
  readonly available: number;
  /** Milliseconds from now. */
  readonly readyIn?: (count: number) => number;
  readonly steady: number;
}

/** A budget that says what it is told to. */
export class FixedBudget implements BudgetView {
  constructor(
    private readonly now: number,
    private readonly allowances: Readonly<Record<string, Allowance>>,
  ) {}

  available(operation: string): number {
    return this.allowances[operation]?.available ?? 0;
  }

  readyAt(operation: string, count = 1): number {
    const { available = 0, readyIn } = this.allowances[operation] ?? {};
    return this.now + (readyIn ? readyIn(count) : count <= available ? 0 : 60_000);
  }

  steadyLimit(operation: string) {
    return { count: this.allowances[operation]?.steady ?? 1, windowMs: 60_000 };
  }
}
