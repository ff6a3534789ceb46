import type { Facet } from '../../store/index.js';

/** What a backlog keeps of a mark: whose it is, its entry says. */
export interface HeldMark {
  readonly facet: Facet;
  /** Klaviyo's list for the facet `list`, else empty. */
  readonly listId: string;
  readonly backfill: boolean;
}

/** Equal marks once: tens of thousands of members have the same one, and it alone. */
export class AlikeMarks {
  private readonly live = new Map<string, readonly [HeldMark]>();
  private readonly backfill = new Map<string, readonly [HeldMark]>();

  /** @returns the mark as the only one of a member */
  alone({ facet, listId, backfill }: HeldMark): readonly [HeldMark] {
    const known = backfill ? this.backfill : this.live;
    const key = `${facet}\n${listId}`;
    const before = known.get(key);
    if (before) return before;
    const first = [{ facet, listId, backfill }] as const;
    known.set(key, first);
    return first;
  }
}
