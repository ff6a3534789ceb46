import type { EventHeadRow, MarkHeadRow } from '../../store/index.js';
import type { EventHead, MarkHead } from './work-head.js';

/** An event of the outbox as the backlog keeps it. */
export const eventHeadOf = (row: EventHeadRow): EventHead => ({
  eventId: row.eventId,
  seq: row.seq,
  subject: row.subject,
  bytes: row.bytes,
  acceptedAt: row.acceptedAt,
  attempts: row.attempts,
  backfill: row.priority > 0,
});

/** A mark as the backlog keeps it. */
export const markHeadOf = (
  { facet, memberId, listId, attempts }: MarkHeadRow,
  backfill: boolean,
): MarkHead => ({ facet, memberId, listId, attempts, backfill });
