import type { Ledger } from '../feed/ledger.js';
import { memberId } from '../feed/members.js';
import type { AccountState } from '../klaviyo/account-state.js';

/**
 * The members whose events Klaviyo recorded in another order than they were accepted in. What is lost or doubled is
 * another check's: each event counts where it was recorded first.
 */
export function checkOrder(accepted: Ledger['accepted'], events: AccountState['events']): readonly string[] {
  const placeOf = new Map<string, number>();
  for (const [place, { uniqueId }] of events.entries()) {
    if (!placeOf.has(uniqueId)) placeOf.set(uniqueId, place);
  }
  const wrong: string[] = [];
  for (const [member, ids] of accepted) {
    const recorded = ids.filter((id) => placeOf.has(id));
    const overtaken = recorded.find((id, place) => {
      const next = recorded[place + 1];
      return next !== undefined && (placeOf.get(id) ?? 0) > (placeOf.get(next) ?? 0);
    });
    if (overtaken === undefined) continue;
    const next = recorded[recorded.indexOf(overtaken) + 1] ?? '';
    wrong.push(`${next} of ${memberId(member)} was recorded before ${overtaken}, which was accepted first`);
  }
  return wrong;
}
