import type { LoyaltyEvent } from '../../contract/index.js';
import type { EventOutboxEntity } from '../../store/index.js';
import type { OutboxEvent } from '../member/member-work.js';

/** A row of the outbox with its body read. */
export const waitingEvent = (row: EventOutboxEntity): OutboxEvent => ({
  eventId: row.eventId,
  seq: row.seq,
  subject: row.subject,
  body: row.body,
  event: JSON.parse(row.body) as LoyaltyEvent,
  acceptedAt: row.acceptedAt,
  attempts: row.attempts,
  frozen: row.frozen,
  backfill: row.priority > 0,
});
