import type { LoyaltyEvent, Member, Wallet } from '../contract/index.js';
import type { EventOutboxEntity, ProfileLinkEntity, StateMarkEntity } from '../store/index.js';

/** An event of the outbox with its body read. */
export interface OutboxEvent {
  readonly row: EventOutboxEntity;
  readonly event: LoyaltyEvent;
}

/** All that is due for one member, and what is known of it: the unit that is never in flight twice. */
export interface MemberWork {
  /** The member's id; for a reference that the platform does not know, the reference itself. */
  readonly key: string;
  readonly member: Member | null;
  readonly wallet: Wallet | null;
  /** Names of the mapped audiences that the member is in; null where none is mapped. */
  readonly audiences: readonly string[] | null;
  readonly link: ProfileLinkEntity | null;
  readonly marks: readonly StateMarkEntity[];
  /** In the order of acceptance. */
  readonly events: readonly OutboxEvent[];
}
