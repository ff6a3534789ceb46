/** Why the marks of a list wait: it is being read, it is gone, or until a time (epoch ms) after which it is tried again. */
type Hold = 'being read' | 'gone' | number;

/** Lists whose marks wait: one that is being read or could not be, until a time, and one that is gone, until it is told. */
export class HeldLists {
  private readonly holds = new Map<string, Hold>();
  /** Lists that are gone: reading one of them that may be back does not change that yet. */
  private readonly gone = new Set<string>();

  /** @param until epoch ms, 0 for free again */
  hold(listId: string, until: 'being read' | number): void {
    this.holds.set(listId, until);
  }

  /** The list is gone. */
  rest(listId: string): void {
    this.holds.set(listId, 'gone');
    this.gone.add(listId);
  }

  isHeld(listId: string, now: number): boolean {
    const hold = this.holds.get(listId) ?? 0;
    return typeof hold === 'string' || hold > now;
  }

  /** Whether the list is gone: its marks are left in the store. */
  rests(listId: string): boolean {
    return this.gone.has(listId);
  }

  /** When the next of them is free again (epoch ms); null for none. */
  nextAt(now: number): number | null {
    let next: number | null = null;
    for (const hold of this.holds.values()) {
      if (typeof hold === 'number' && hold > now) next = Math.min(next ?? hold, hold);
    }
    return next;
  }
}
