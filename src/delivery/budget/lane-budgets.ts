import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../contract/index.js';
import { RateBudget } from './rate-budget.js';

/**
 * The budgets of this process's lanes. Whoever reads of Klaviyo for a person spends of the same budget as the lane does,
 * so that both together keep its limits.
 */
@injectable()
export class LaneBudgets {
  private readonly budgets = new Map<string, RateBudget>();

  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  /** @param share the part of each window that may be used; another one than before begins a new budget */
  of(connectionId: string, share: number): RateBudget {
    const held = this.budgets.get(connectionId);
    if (held?.share === share) return held;
    return this.renew(connectionId, share);
  }

  /** After another owner has had the lane: what was counted here is no longer all. */
  renew(connectionId: string, share: number): RateBudget {
    const budget = new RateBudget(this.clock, share);
    this.budgets.set(connectionId, budget);
    return budget;
  }
}
