import type {
  EventDelay,
  FrozenTarget,
  JobMember,
  JobRow,
  Letter,
  LinkRow,
  MarkChange,
  MarkVersion,
  MovingIdentifierRow,
  NewMark,
  Pulse,
  Tally,
  TombstoneRow,
} from '../../store/index.js';
import type { BacklogNews } from '../backlog/backlog-news.js';
import type { SettledMark } from '../marks/settled-marks.js';

/** A mark to be raised; whose connection it is, the lane says. */
export type RaisedMark = Omit<NewMark, 'connectionId'>;

/** Events of members that wait in the store from now on, so that none overtakes another. */
export interface ParkedMember {
  readonly key: string;
  /** Events that were tried, and count it. */
  readonly failed: readonly string[];
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Who is on a list by our hand. */
export type ListPlaces =
  /** Known by their profiles now, and by their profiles only. */
  | {
      readonly kind: 'added' | 'removed';
      readonly listId: string;
      readonly profileIds: readonly string[];
      readonly memberIds: readonly string[];
    }
  /** Put there by an import, which tells no profile ids. */
  | {
      readonly kind: 'joined';
      readonly joins: readonly { readonly listId: string; readonly memberId: string }[];
    }
  /** Found there when the list was read, unless we had put them there. */
  | { readonly kind: 'found'; readonly listId: string; readonly profileIds: readonly string[] }
  /** The list was read as a whole. */
  | { readonly kind: 'read'; readonly listId: string }
  | { readonly kind: 'gone'; readonly listId: string }
  /** The member's profile is gone: whoever takes its place is on none of them. */
  | { readonly kind: 'lost'; readonly memberId: string };

/** What becomes of an import job. */
export type JobChange =
  | { readonly kind: 'begun'; readonly job: JobRow; readonly members: readonly JobMember[] }
  | { readonly kind: 'changed'; readonly id: string; readonly change: Partial<JobRow> }
  | { readonly kind: 'ended'; readonly job: JobRow };

/** What becomes of the tombstone of a closed account. */
export type ClosingChange =
  /** Whom it means is known. */
  | { readonly kind: 'resolved'; readonly tombstone: TombstoneRow; readonly memberId: string }
  | { readonly kind: 'changed'; readonly memberId: string; readonly change: Partial<TombstoneRow> }
  /** All is done in Klaviyo: nothing but the tombstone is kept. */
  | {
      readonly kind: 'done';
      readonly memberId: string;
      readonly profileId: string | null;
      readonly change: Partial<TombstoneRow>;
    };

/** Rows that change. Whatever is left out stays as it is. */
export interface RowChanges {
  /** Links as a whole. */
  readonly links?: readonly LinkRow[];
  /** Links of which only what was accepted changes: their identifiers stand in three indexes. */
  readonly acceptedLinks?: readonly LinkRow[];
  /** Identifiers that a profile has let go: they are another member's now. */
  readonly identifiersGone?: readonly MovingIdentifierRow[];
  /** Whose state Klaviyo has: they go, or wait for their next look, in the version that was sent. */
  readonly marksSettled?: readonly SettledMark[];
  readonly marksGone?: readonly MarkVersion[];
  readonly marksPutOff?: readonly MarkChange[];
  readonly marksRaised?: readonly RaisedMark[];
  readonly eventsGone?: readonly string[];
  /** Events that are known as handled from now on. */
  readonly eventsHandled?: readonly string[];
  readonly eventsPutOff?: { readonly delays: readonly EventDelay[]; readonly code: string | null };
  /** What a resend of an event must not change; null to decide it anew. */
  readonly targets?: readonly { readonly eventId: string; readonly target: FrozenTarget | null }[];
  readonly letters?: readonly Letter[];
  readonly tallies?: readonly Tally[];
  readonly pulses?: readonly Pulse[];
  readonly places?: readonly ListPlaces[];
  readonly closings?: readonly ClosingChange[];
  readonly job?: JobChange;
}

/** What a request, or a decision without one, changes: rows in one fenced transaction, then the backlog. */
export interface Verdict {
  readonly rows?: RowChanges;
  /** Put off in memory first, so that an event which is read meanwhile waits with them, then in the store. */
  readonly parked?: { readonly members: readonly ParkedMember[]; readonly code: string };
  readonly backlog?: BacklogNews;
}

/** Nothing changes. */
export const NO_CHANGE: Verdict = {};
