import type { Facet } from '../../store/index.js';
import type { EventHead, MarkHead } from './work-head.js';

/** An event of the outbox as the driver gives it: PostgreSQL tells a bigint by a text. */
export interface RawEvent {
  readonly eventId: string;
  readonly seq: string | number;
  readonly subject: string;
  readonly bytes: string | number;
  readonly acceptedAt: string | number;
  readonly attempts: string | number;
  readonly notBefore: string | number;
  readonly priority: string | number;
}

/** A mark as the driver gives it. */
export interface RawMark {
  readonly facet: Facet;
  readonly memberId: string;
  readonly listId: string;
  readonly attempts: string | number;
  readonly notBefore: string | number;
}

export const eventHeadOf = (row: RawEvent): EventHead => ({
  eventId: row.eventId,
  seq: Number(row.seq),
  subject: row.subject,
  bytes: Number(row.bytes),
  acceptedAt: Number(row.acceptedAt),
  attempts: Number(row.attempts),
  backfill: Number(row.priority) > 0,
});

export const markHeadOf = ({ facet, memberId, listId, attempts }: RawMark, backfill: boolean): MarkHead => ({
  facet,
  memberId,
  listId,
  attempts: Number(attempts),
  backfill,
});
