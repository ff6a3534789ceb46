import type { LoyaltyEvent, Member, Wallet } from '../../contract/index.js';
import type { LinkRow, MarkRow, StoredEvent, TombstoneRow } from '../../store/index.js';

/** An event of the outbox with its body read. */
export interface OutboxEvent extends StoredEvent {
  readonly event: LoyaltyEvent;
}

/** In which audiences a member is, by the platform's snapshot and by what was told since. */
export interface Memberships {
  /** Epoch ms of the snapshot. */
  readonly asOf: number;
  readonly audienceIds: readonly string[];
  /** Names of those that are mapped. */
  readonly names: readonly string[];
}

/** What is due for one member, and what is known of it: the unit that is never in flight twice. */
export interface MemberWork {
  /** The member's id; for a reference that the platform does not know, the reference itself. */
  readonly key: string;
  readonly member: Member | null;
  readonly wallet: Wallet | null;
  /** Epoch ms before which the wallet was not read. */
  readonly readAt: number;
  /** Null where no audience is mapped. */
  readonly memberships: Memberships | null;
  /** The account is closed: nothing of it is sent. */
  readonly closing: TombstoneRow | null;
  readonly link: LinkRow | null;
  /** Every mark of the member, also those that are not due yet. Read before the values. */
  readonly marks: readonly MarkRow[];
  /** Those that are to go, in the order of acceptance. */
  readonly events: readonly OutboxEvent[];
}
