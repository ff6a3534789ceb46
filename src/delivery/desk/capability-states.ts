import type { BudgetUse, CapabilityState } from '../../contract/index.js';
import { CAPABILITY_OPERATIONS } from '../send/capability-operations.js';

/**
 * Which capabilities flow. One is paused when all of its operations must wait: a missing permission pauses it as a whole,
 * a throttled operation only itself. Points go by the operations of profiles.
 */
export const capabilityStates = (
  on: Readonly<Record<'events' | 'profiles' | 'points' | 'lists', boolean>>,
  budget: readonly BudgetUse[],
): readonly CapabilityState[] =>
  (['events', 'profiles', 'points', 'lists'] as const).map((id) => {
    const operations = CAPABILITY_OPERATIONS[id === 'points' ? 'profiles' : id] ?? [];
    const blocked = operations.map(
      (name) => budget.find(({ operation }) => operation === name)?.blockedUntil ?? null,
    );
    const until = blocked.every((at) => at !== null) ? Math.min(...blocked) : null;
    return { id, on: on[id], pausedUntil: on[id] ? until : null };
  });
