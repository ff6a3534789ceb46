import type { Backlog } from './backlog.js';
import type { EventHead, MemberRef } from './work-head.js';

/**
 * Takes an event that was read into the backlog, or tells until when it has to wait: a later event never overtakes an
 * older one of its member that waits for its retry.
 *
 * @param kind `retry` for one that comes back from its wait, `fresh` for one that was never tried
 * @param now epoch milliseconds at which it was read
 * @returns epoch milliseconds until which it waits in the store, or null when it was taken
 */
export function admit(
  backlog: Backlog,
  member: MemberRef,
  head: EventHead,
  kind: 'retry' | 'fresh',
  now: number,
): number | null {
  const until = backlog.parkedUntil(member);
  // Due retries are all loaded before the fresh events of their member; those wait with them until then.
  if (until === 0 || (kind === 'retry' && until <= now && !backlog.isParking(member))) {
    backlog.addEvent(member, head);
    return null;
  }
  // Later than anything that has been read: the cursor has passed the present moment.
  return Math.max(until, now + 1);
}
