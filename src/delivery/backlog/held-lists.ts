/** Lists whose marks wait: one that is being read or could not be, until a time, and one that is gone, until it is told. */
export class HeldLists {
  /** By list: epoch milliseconds. */
  private readonly until = new Map<string, number>();
  private readonly resting = new Set<string>();

  hold(listId: string, until: number): void {
    this.until.set(listId, until);
  }

  /** The list is gone. */
  rest(listId: string): void {
    this.hold(listId, Infinity);
    this.resting.add(listId);
  }

  isHeld(listId: string, now: number): boolean {
    return (this.until.get(listId) ?? 0) > now;
  }

  /** Whether the list is gone: its marks are left in the store. */
  rests(listId: string): boolean {
    return this.resting.has(listId);
  }

  /** When the next of them is free again (epoch ms); `Infinity` for none. */
  nextAt(now: number): number {
    let next = Infinity;
    for (const until of this.until.values()) if (until > now) next = Math.min(next, until);
    return next;
  }
}
