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
  readonly markedAt: string | number;
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

/** The driver makes a string for each cell: of equal ones the first is kept. */
export const keptOnce = (): (<T extends string>(text: T) => T) => {
  const known = new Map<string, string>();
  return <T extends string>(text: T): T => {
    const before = known.get(text);
    if (before === undefined) known.set(text, text);
    return (before ?? text) as T;
  };
};

export const markHeadOf = (
  { facet, memberId, listId, markedAt, attempts }: RawMark,
  backfill: boolean,
  kept: ReturnType<typeof keptOnce>,
): MarkHead => ({
  facet: kept(facet),
  memberId: kept(memberId),
  listId: kept(listId),
  markedAt: Number(markedAt),
  attempts: Number(attempts),
  backfill,
});
