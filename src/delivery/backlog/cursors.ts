import type { MemberRef } from './work-head.js';

/** References whose member is remembered; a lookup of a thousand others costs one question. */
const REMEMBERED = 50_000;

/** Of the live work, and of the backfill. */
type ByPriority<T> = [live: T, backfill: T];

/** How far a lane's owner has read, by priority, and whom the references that it met belong to. */
export class Cursors {
  readonly retry: ByPriority<{ notBefore: number; seq: number }> = [
    { notBefore: 0, seq: 0 },
    { notBefore: 0, seq: 0 },
  ];
  readonly mark: ByPriority<{ notBefore: number; memberId: string }> = [
    { notBefore: -1, memberId: '' },
    { notBefore: -1, memberId: '' },
  ];
  readonly fresh: ByPriority<number> = [0, 0];
  private readonly known = new Map<string, MemberRef>();

  get members(): ReadonlyMap<string, MemberRef> {
    return this.known;
  }

  remember(reference: string, member: MemberRef): void {
    this.known.set(reference, member);
  }

  /** References that may be another member's from now on. */
  forget(references: Iterable<string>): void {
    for (const reference of references) this.known.delete(reference);
  }

  /** Forgets the oldest once there are too many. Between two pages only: a page needs those that it has asked for. */
  trim(): void {
    const excess = this.known.size - REMEMBERED;
    if (excess <= 0) return;
    let gone = 0;
    for (const reference of this.known.keys()) {
      this.known.delete(reference);
      gone += 1;
      if (gone >= excess + REMEMBERED / 10) return;
    }
  }

  /** Reads the retries from that time on again: rows have come in behind what has been read. */
  rewindRetries(from: number): void {
    for (const priority of [0, 1] as const) {
      if (this.retry[priority].notBefore >= from) this.retry[priority] = { notBefore: from - 1, seq: 0 };
    }
  }

  /** Reads the marks from the beginning again. */
  rewindMarks(): void {
    for (const priority of [0, 1] as const) this.mark[priority] = { notBefore: -1, memberId: '' };
  }

  /** Reads everything from the beginning again: what another process committed late is found so. */
  rewind(): void {
    for (const priority of [0, 1] as const) this.fresh[priority] = 0;
    this.rewindMarks();
  }
}
