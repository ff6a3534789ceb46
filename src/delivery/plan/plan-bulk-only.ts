import type { Batch, BatchMember } from './batch.js';
import type { Candidate } from './candidate.js';
import type { FlowPlan } from './flow-plan.js';
import { type Left, lookAgainAt, spendRequests } from './left.js';
import { pack } from './pack.js';
import type { PlanInput } from './planner.js';

/** A flow whose members all go by requests for many, a request for each list. */
export function planBulkOnly(
  input: PlanInput,
  left: Left,
  { need, bulk, limits }: FlowPlan,
  waiting: readonly Candidate[],
  backfill: boolean,
): Batch[] {
  const batches: Batch[] = [];
  for (const listId of new Set(waiting.map((candidate) => candidate.listId))) {
    let rest = waiting.filter((candidate) => candidate.listId === listId);
    while (rest.length > 0) {
      // Whether it is an addition or a removal shows when the member is loaded.
      const busy = bulk.filter(
        (operation) => input.budget.available(operation, backfill) - (left.requests.get(operation) ?? 0) < 1,
      );
      if (busy.length === bulk.length) {
        for (const operation of busy) lookAgainAt(left, input.budget.readyAt(operation, 1, backfill));
        return batches;
      }
      if (left.bulk < 1) return batches;
      const cap = rest[0]?.cap ?? 1;
      const group = rest.filter((candidate) => candidate.cap === cap);
      const members: readonly BatchMember[] = pack(group, limits, cap).members;
      for (const operation of bulk) spendRequests(left, operation, 1);
      left.bulk -= 1;
      batches.push({ need, form: 'bulk', listId, backfill, members });
      const taken = new Set(members.map(({ key }) => key));
      rest = rest.filter(({ key }) => !taken.has(key));
    }
  }
  return batches;
}
