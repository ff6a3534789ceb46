import type { MemberRef } from './work-head.js';

/**
 * Whose events wait for a retry. A member whose event does is parked, and with it every later event of the same member,
 * under whatever reference it comes: so order holds, and nobody else is held up.
 */
export class Parking {
  /** By reference: until when (epoch ms) its events wait in the store. */
  private readonly waits = new Map<string, number>();
  /** By reference: how many of its waits are not in the store yet. */
  private readonly unstored = new Map<string, number>();

  /** When the events of a member may be looked at again; 0 when they are not parked. */
  until({ references }: MemberRef): number {
    let until = 0;
    for (const reference of references) until = Math.max(until, this.waits.get(reference) ?? 0);
    return until;
  }

  /** Whether a wait of the member is not in the store yet: its rows are not to be found by it. */
  isBegun({ references }: MemberRef): boolean {
    return references.some((reference) => this.unstored.has(reference));
  }

  /** Parks them, and keeps them parked until the wait is in the store, however long that takes. @returns to say so */
  begin(references: readonly string[], until: number): () => void {
    this.park(references, until);
    for (const reference of references) this.unstored.set(reference, (this.unstored.get(reference) ?? 0) + 1);
    return () => {
      for (const reference of references) {
        const left = (this.unstored.get(reference) ?? 1) - 1;
        if (left > 0) this.unstored.set(reference, left);
        else this.unstored.delete(reference);
      }
    };
  }

  park(references: Iterable<string>, until: number): void {
    for (const reference of references) {
      this.waits.set(reference, Math.max(until, this.waits.get(reference) ?? 0));
    }
  }

  /** Everything that was parked until `now` has been loaded: its members are as any other. */
  lift(now: number): void {
    for (const [reference, until] of this.waits) {
      if (until <= now && !this.unstored.has(reference)) this.waits.delete(reference);
    }
  }
}
