import type { Facet } from '../../store/index.js';
import type { StateNeed } from './entry.js';

/** A mark, as a backlog tells marks of one member apart. */
export interface MarkPlace {
  readonly facet: Facet;
  /** Klaviyo's list for the facet `list`, else empty. */
  readonly listId: string;
}

/** What has happened to one member. Whatever is left out stays as it is. */
export interface MemberNews {
  readonly key: string;
  /** Only while this batch has the member: once live work has taken it away, what that does is newer. */
  readonly whileHeldBy?: object;
  /** Events that are done, or wait in the store. */
  readonly eventsGone?: Iterable<string>;
  /** Marks that are settled, or wait in the store. */
  readonly marksGone?: Iterable<MarkPlace>;
  /** `settled`: Klaviyo has the state. */
  readonly state?: 'settled' | Exclude<StateNeed, 'as marked'>;
  /** The state goes before anything else of the member, however long that takes. */
  readonly stateFirst?: boolean;
  /** A state that is due without a mark waits until then (epoch ms). */
  readonly dueStateWaitsUntil?: number;
  /** None of its steps is taken before (epoch ms). */
  readonly heldUntil?: number;
  /** The largest batch that it may join from now on, never larger than before; `any` lifts that. */
  readonly cap?: number | 'any';
  /** A batch that it was part of, or its own request, was refused. */
  readonly refused?: boolean;
}

/** What has happened to a list. */
export interface ListNews {
  readonly listId: string;
  /** `gone`: its mapping rests, its marks wait in the store. A time is epoch ms, 0 for free again. */
  readonly is: 'gone' | 'being read' | { readonly heldUntil: number };
}

/** What the backlog of a lane has to know of what was done. */
export interface BacklogNews {
  readonly members?: readonly MemberNews[];
  readonly lists?: readonly ListNews[];
  /** What a profile took in the last import (bytes): the next is filled by it. */
  readonly profileBytes?: number;
}
