import type { ActivityPage, ActivityQuery, AttemptDetail } from './activity.js';
import type { Call } from './call.js';
import type { ClosedAccount } from './closed-account.js';
import type { MemberExplanation } from './explanation.js';
import type { Overview } from './overview.js';

export interface PageQuery {
  readonly cursor?: string;
  /** 1 to 1000. */
  readonly limit?: number;
  readonly memberId?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** Work that was given up on, with the reason; it can be replayed. */
export interface DeadLetter {
  readonly id: string;
  readonly kind: 'event' | 'state';
  /** The event's id; of a state its facet, member and list. */
  readonly reference: string;
  /** The member's id, or the event's subject. */
  readonly memberId: string;
  /** The event's type, or the state's facet. */
  readonly about: string;
  readonly code: string;
  /** One sentence that tells what to do. */
  readonly message: string;
  /** Where in the request the vendor found the fault; empty where it named no place. */
  readonly place: string;
  /** Names the group of all letters that have the same cause. */
  readonly cause: string;
  readonly at: number;
  readonly attempts: number;
}

/** All dead letters of one cause: one bad mapping is one group, not four thousand rows. */
export interface DeadLetterGroup {
  readonly cause: string;
  readonly count: number;
  /** Epoch milliseconds of the oldest and of the newest. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The newest. */
  readonly example: DeadLetter;
}

/** Which dead letters: by id, by cause, by code, or by time; several narrow each other down. */
export interface DeadLetterSelection {
  readonly ids?: readonly string[];
  readonly cause?: string;
  readonly code?: string;
  /** Epoch milliseconds, both ends included. */
  readonly from?: number;
  readonly until?: number;
}

/** A page of dead letters, newest first. */
export interface DeadLetterQuery extends PageQuery, Omit<DeadLetterSelection, 'ids'> {}

/** Optional: what a console shows of an installation, and the buttons that mend it. */
export interface Operations {
  overview(call: Call): Promise<Overview>;
  activity(call: Call, query: ActivityQuery): Promise<ActivityPage>;
  /** One request with its content. @throws Fault `attempt_not_found` */
  attempt?(call: Call, id: string): Promise<AttemptDetail>;
  /** @param memberId the member's id, account number or authentication identifier */
  explainMember(call: Call, memberId: string): Promise<MemberExplanation>;
  /** Members who have closed their account, and what was done of them at the vendor. */
  closedAccounts?(call: Call, query: PageQuery): Promise<Page<ClosedAccount>>;
  deadLetters(call: Call, query: DeadLetterQuery): Promise<Page<DeadLetter>>;
  /** By cause, the largest group first. */
  deadLetterGroups(call: Call): Promise<readonly DeadLetterGroup[]>;
  /**
   * Puts dead letters back into the queue. What stands under `left` was not reached within the call: ask again. Letters
   * that are buried anew meanwhile are not taken up twice.
   */
  replay(
    call: Call,
    selection: DeadLetterSelection,
  ): Promise<{ readonly replayed: number; readonly left: number }>;
  /**
   * Gives dead letters up for good, counted under the reason `discarded`.
   * @throws Fault `selection_empty` when nothing is selected
   */
  discard(
    call: Call,
    selection: DeadLetterSelection,
  ): Promise<{ readonly discarded: number; readonly left: number }>;
}
