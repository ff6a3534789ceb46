import type { BudgetUse, CapabilityState } from '../../contract/index.js';
import { type Capability, isOn } from '../capability/capability.js';

/**
 * Which capabilities flow. One is paused when all of its operations must wait: a missing permission pauses it as a whole,
 * a throttled operation only itself.
 */
export const capabilityStates = (
  capabilities: readonly Pick<Capability, 'id' | 'operations'>[],
  settings: { readonly capabilities: object },
  budget: readonly BudgetUse[],
): readonly CapabilityState[] =>
  capabilities.map(({ id, operations }) => {
    const blocked = operations.map(
      (name) => budget.find(({ operation }) => operation === name)?.blockedUntil ?? null,
    );
    const until = blocked.every((at) => at !== null) ? Math.min(...blocked) : null;
    const on = isOn(settings, id);
    return { id, on, pausedUntil: on ? until : null };
  });
