import type { LoyaltyEvent } from '../../../contract/index.js';

/** Something a member did, and what the reactors make of it. */
export interface DemoActivity {
  readonly event: LoyaltyEvent;
  /** The member's number in the tenant. */
  readonly index: number;
  /** Points that reactors add (or take) a moment later, where the event is one they react to. */
  readonly points: number;
}
