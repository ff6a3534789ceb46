import type { MarkChange, ReasonCode } from '../../store/index.js';
import type { MemberWork } from '../member/member-work.js';
import { buriedEvents, skippedEvents } from '../outbox/outbox-verdicts.js';
import type { RowChanges, Verdict } from '../verdict/verdict.js';

/** Work may come before its member does: so long it is tried again. */
const UNKNOWN_MS = 15 * 60_000;
/** First wait for a member, and the longest: a quarter of the time that it has waited already. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * What becomes of the work of members whom the platform does not know (yet).
 *
 * @param now epoch milliseconds
 */
export function unknownMembers(connectionId: string, works: readonly MemberWork[], now: number): Verdict {
  const given = works.flatMap(({ events }) =>
    events.filter(({ acceptedAt }) => now - acceptedAt >= UNKNOWN_MS),
  );
  const waiting = works.flatMap(({ key, events }) => {
    const first = events.find(({ acceptedAt }) => now - acceptedAt < UNKNOWN_MS);
    return first ? [{ key, failed: [], until: now + waitAfter(now - first.acceptedAt) }] : [];
  });
  const marks = works.flatMap((work) => work.marks.filter(({ notBefore }) => notBefore <= now));
  // A state of nobody: there is nothing that could be replayed, so the reason is all that stays.
  const gone = marks.filter(({ markedAt }) => now - markedAt >= UNKNOWN_MS);
  const later = marks
    .filter((mark) => !gone.includes(mark))
    .map((mark): MarkChange => ({ ...mark, notBefore: now + waitAfter(now - mark.markedAt) }));
  return {
    rows: {
      ...buriedEvents(connectionId, given, UNKNOWN, now),
      marksGone: gone,
      marksPutOff: later,
      tallies: gone.length === 0 ? [] : [{ kind: 'skipped', code: UNKNOWN.code, count: gone.length }],
    },
    parked: { members: waiting, code: UNKNOWN.code },
    backlog: forgotten(works),
  };
}

/** What becomes of the work of members, or of their events, that is left out: the reason is counted. */
export function leftOutMembers(works: readonly MemberWork[], code: ReasonCode): Verdict {
  const events = works.flatMap((work) => work.events);
  const marks = works.flatMap((work) => work.marks);
  const skipped: RowChanges = skippedEvents(events, code);
  const count = events.length + marks.length;
  return {
    rows: { ...skipped, marksGone: marks, tallies: count === 0 ? [] : [{ kind: 'skipped', code, count }] },
    backlog: forgotten(works),
  };
}

/** What becomes of the work of members who have closed their account; whom a tombstone means is known from then on. */
export function closedMembers(works: readonly MemberWork[]): Verdict {
  const left = leftOutMembers(works, 'account_closed');
  const closings = works.flatMap(({ key, closing }) =>
    closing?.resolved === 0 ? [{ kind: 'resolved' as const, tombstone: closing, memberId: key }] : [],
  );
  return { ...left, rows: { ...left.rows, closings } };
}

const UNKNOWN = {
  code: 'member_unknown',
  message: 'The platform knows no member with this subject. Create the member, then replay.',
} as const;

/** In steps, so that many of them are put off by one statement. */
const waitAfter = (waited: number): number =>
  Math.min(LONGEST_WAIT_MS, Math.max(1, Math.round(waited / 4 / FIRST_WAIT_MS)) * FIRST_WAIT_MS);

const forgotten = (works: readonly MemberWork[]): Verdict['backlog'] => ({
  members: works.map(({ key, marks, events }) => ({
    key,
    eventsGone: events.map(({ eventId }) => eventId),
    marksGone: marks,
    state: 'settled',
  })),
});
