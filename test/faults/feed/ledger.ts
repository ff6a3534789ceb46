import type { WireReceipt } from '../../../src/harness/host/host.js';
import type { EventItem, StateItem } from './item.js';
import { FIRST_NAME, FIRST_POINTS } from './members.js';

/** What the platform has of a member, by its own newest word. */
export interface Truth {
  points: number;
  givenName: string;
  /** Which e-mail address it is; 0 is the first. */
  move: number;
}

/** Who is in an audience, and who ever was. */
export interface AudienceBook {
  readonly now: Set<number>;
  readonly ever: Set<number>;
}

/** A receipt that says no. */
export interface Refusal {
  readonly id: string;
  readonly status: 'rejected' | 'ignored';
  readonly code: string;
}

/** The platform's own books of a run: what was accepted, in which order, and what holds now. */
export class Ledger {
  /** Ids of accepted events by member, in the order of their acceptance. */
  readonly accepted = new Map<number, string[]>();
  readonly truths = new Map<number, Truth>();
  readonly audiences = new Map<string, AudienceBook>();
  /** Members that something was accepted of: Klaviyo has to know them. */
  readonly touched = new Set<number>();
  /** Of those, whose state or events were told: who was only moved and has left again needs no profile. */
  readonly told = new Set<number>();
  readonly refusals: Refusal[] = [];
  acceptedEvents = 0;
  acceptedStates = 0;
  duplicates = 0;
  busy = 0;

  /** The newest of a member, ready to be changed. */
  truth(member: number): Truth {
    const known = this.truths.get(member) ?? { points: FIRST_POINTS, givenName: FIRST_NAME, move: 0 };
    this.truths.set(member, known);
    return known;
  }

  audience(id: string): AudienceBook {
    const known = this.audiences.get(id) ?? { now: new Set(), ever: new Set() };
    this.audiences.set(id, known);
    return known;
  }

  /** Notes what the platform is about to write. */
  change(item: StateItem): void {
    if (item.kind === 'wallet') this.truth(item.member).points = item.points;
    else if (item.kind === 'profile') {
      const truth = this.truth(item.member);
      truth.givenName = item.givenName;
      truth.move = item.move ?? truth.move;
    } else {
      const { now, ever } = this.audience(item.audienceId);
      if (item.direction === 'left') now.delete(item.member);
      else {
        now.add(item.member);
        ever.add(item.member);
      }
    }
  }

  /**
   * Notes the receipts of one call. A duplicate was accepted by a call whose receipts were lost: before whatever this
   * call accepts.
   *
   * @returns the events to hand over again
   */
  takeEvents(events: readonly EventItem[], receipts: readonly WireReceipt[]): readonly EventItem[] {
    const statusOf = new Map(events.map((item, place) => [item, this.read(receipts[place])]));
    const withStatus = (status: string) => events.filter((item) => statusOf.get(item) === status);
    for (const item of [...withStatus('duplicate'), ...withStatus('accepted')]) {
      const order = this.accepted.get(item.member) ?? [];
      order.push(item.event.id);
      this.accepted.set(item.member, order);
      this.touched.add(item.member);
      this.told.add(item.member);
      this.acceptedEvents += 1;
    }
    return withStatus('busy');
  }

  /** Notes the receipt for a change of states. @returns whether it has to be told again */
  takeState(items: readonly StateItem[], receipt: WireReceipt | undefined): boolean {
    const status = this.read(receipt);
    if (status === 'busy') return true;
    for (const { member, kind } of items) {
      this.touched.add(member);
      if (kind !== 'audience') this.told.add(member);
    }
    this.acceptedStates += items.length;
    return false;
  }

  private read(receipt: WireReceipt | undefined): WireReceipt['status'] {
    if (!receipt) throw new Error('a receipt is missing');
    if (receipt.status === 'busy') this.busy += 1;
    if (receipt.status === 'duplicate') this.duplicates += 1;
    if (receipt.status === 'rejected' || receipt.status === 'ignored') {
      this.refusals.push({ id: receipt.id, status: receipt.status, code: receipt.code });
    }
    return receipt.status;
  }
}
