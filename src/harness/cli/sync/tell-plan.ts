import type { SyncPlan } from '../../../contract/index.js';
import { duration } from './duration.js';
import { toDo } from './to-do.js';

/** What a person reads of a plan. */
export function tellPlan(plan: SyncPlan): readonly string[] {
  const { members, lists, events, requests, expectedMs, warnings, reasons } = plan;
  const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
  return [
    `members   ${members.total}: ${members.create} to create, ${members.update} to update`,
    ...entries(members.notSendable).map(
      ([reason, count]) => `          ${count} not sendable: ${reason}${toDo(reasons, reason)}`,
    ),
    ...lists.map(
      ({ audience, list, joins, there, mode }) =>
        `list      ${list} from ${audience} (${mode}): ${joins} join, ${there} are there`,
    ),
    ...(events === null ? [] : [`events    ${events} of the past`]),
    `requests  ${total}`,
    ...entries(requests).map(([operation, count]) => `          ${count} ${operation}`),
    `time      about ${duration(expectedMs)}`,
    ...warnings.map(({ code, message }) => `warning   ${code}: ${message}`),
  ];
}

function entries(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).filter(([, count]) => count > 0);
}
