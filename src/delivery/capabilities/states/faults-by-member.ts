import type { ImportFault } from '../../../providers/index.js';

/**
 * Gives each import error to its member: by the member's id in the payload that comes back, else by the place that the
 * pointer names. An error of nobody in the job is nobody's.
 *
 * @param memberIds in the order of the request
 */
export function faultsByMember(
  memberIds: readonly string[],
  faults: readonly ImportFault[],
): Map<string, ImportFault> {
  const ids = new Set(memberIds);
  const found = new Map<string, ImportFault>();
  for (const fault of faults) {
    const byIndex = fault.index === null ? undefined : memberIds[fault.index];
    const memberId = fault.externalId !== null && ids.has(fault.externalId) ? fault.externalId : byIndex;
    if (memberId !== undefined) found.set(memberId, fault);
  }
  return found;
}
