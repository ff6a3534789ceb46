import { inject, injectable } from 'inversify';
import { type Clock, HOST, readMonotonic } from '../../contract/index.js';
import type { LaneContext } from './lane-context.js';

/** Longer than anything is being prepared: what is loaded later meets the tombstone in the store. */
const REMEMBERED_MS = 600_000;

/**
 * Accounts that were closed in this process just now: what was loaded before, and is being prepared, is called back at the
 * last moment by them.
 */
@injectable()
export class RecentlyClosed {
  /** By connection: references, each with the end of its time (monotonic milliseconds). */
  private readonly closed = new Map<string, Map<string, number>>();

  constructor(@inject(HOST.clock) private readonly clock: Clock) {}

  /** An account was closed: the transaction with its tombstone has committed. */
  note(connectionId: string, reference: string): void {
    const now = readMonotonic(this.clock);
    const known = this.closed.get(connectionId) ?? new Map<string, number>();
    for (const [one, until] of known) if (until <= now) known.delete(one);
    known.set(reference, now + REMEMBERED_MS);
    this.closed.set(connectionId, known);
  }

  /** The member whom the reference named is known: others may go by the reference again. */
  resolve(connectionId: string, reference: string, memberId: string): void {
    if (reference === memberId) return;
    this.closed.get(connectionId)?.delete(reference);
    this.note(connectionId, memberId);
  }

  /** Whether one of these members has closed the account. @param keys member ids */
  hasAny(
    { connectionId, backlog }: Pick<LaneContext, 'connectionId' | 'backlog'>,
    keys: Iterable<string>,
  ): boolean {
    const known = this.closed.get(connectionId);
    if (!known || known.size === 0) return false;
    for (const key of keys) {
      if (known.has(key)) return true;
      for (const reference of backlog.find(key)?.references ?? []) if (known.has(reference)) return true;
    }
    return false;
  }
}
