import type { JsonObject } from './platform.js';

/** What the extension knows of one member, for a person who asks why. Times are epoch milliseconds. */
export interface MemberExplanation {
  readonly memberId: string;
  /** Whether the platform knows the member. */
  readonly known: boolean;
  /** Why nothing of this member is sent: a code and a sentence; null where it may be sent. */
  readonly notSendable: { readonly code: string; readonly message: string } | null;
  /** The vendor's id of the profile, where it is known. */
  readonly profileId: string | null;
  readonly states: readonly StateExplanation[];
  /** What would be sent now, contact data masked; null where nothing may be sent. */
  readonly current: JsonObject | null;
  readonly waiting: readonly WaitingExplanation[];
  readonly lists: readonly ListExplanation[];
  /** Identifiers or fields that are left out: a code, and a sentence that tells what to do. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  /** Failures that wait for a person. */
  readonly deadLetters: readonly {
    readonly id: string;
    readonly about: string;
    readonly code: string;
    readonly message: string;
    readonly at: number;
  }[];
}

/** A state and whether the vendor has its newest value. */
export interface StateExplanation {
  readonly facet: 'profile' | 'points';
  /** `never`: not sent yet. `equal`: the vendor has accepted what holds now. `differs`: it has an older value. */
  readonly status: 'never' | 'equal' | 'differs';
  readonly acceptedAt: number | null;
  /** The vendor's id of the request that carried it. */
  readonly requestId: string | null;
}

/** Something of the member that has not been delivered, and why. */
export interface WaitingExplanation {
  /** `event`, `profile`, `points`, or `list`. */
  readonly about: string;
  /** The event's id, or the list's. */
  readonly reference: string;
  readonly since: number;
  /** When it is tried next. */
  readonly dueAt: number;
  readonly attempts: number;
  readonly code: string;
  /** One sentence. */
  readonly why: string;
}

/** The member's place on one list that an audience is mapped to. */
export interface ListExplanation {
  readonly listId: string;
  readonly list: string;
  /** The member's audiences that are mapped to it. */
  readonly audiences: readonly string[];
  readonly wanted: boolean;
  /** `ours`: we added it. `found`: somebody else did. `no`: not on the list as far as we know. */
  readonly on: 'ours' | 'found' | 'no';
  /** One sentence. */
  readonly why: string;
}
