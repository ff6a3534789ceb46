import type { Backlog } from './backlog.js';
import type { EventHead, MemberRef } from './work-head.js';

/**
 * Takes an event that was read into the backlog, or tells until when it has to wait: a later event never overtakes an
 * older one of its member that waits for its retry.
 *
 * All that waits of a member waits until the same moment, its level. After a crash some of it may stand below: it is
 * lifted to the level, since rows are read in the order of their waits, and only at one level in that of their age.
 *
 * @param notBefore epoch milliseconds until which the row has waited; 0 for one that never did
 * @param now epoch milliseconds at which it was read
 * @param lifted members of whom a row of this page was lifted: what is above it has to be read once more, after it
 * @returns epoch milliseconds until which it waits in the store, or null when it was taken
 */
export function admit(
  backlog: Backlog,
  member: MemberRef,
  head: EventHead,
  notBefore: number,
  now: number,
  lifted: Set<string>,
): number | null {
  const level = backlog.parking.until(member);
  const isParking = backlog.parking.isBegun(member);
  if (level === 0 || (notBefore >= level && !isParking && !lifted.has(member.key))) {
    backlog.addEvent(member, head);
    return null;
  }
  // One that comes back, below its member's level: the cursor has not reached that yet.
  if (notBefore > 0 && !isParking) {
    lifted.add(member.key);
    return Math.max(level, notBefore);
  }
  // Later than anything that has been read: the cursor has passed the present moment.
  return Math.max(level, now + 1);
}
