import type { Dice } from '../dice.js';
import type { SurvivingHost } from '../host/surviving-host.js';
import { sleep } from '../sleep.js';
import type { Gate } from './gate.js';
import type { EventItem } from './item.js';
import type { Ledger } from './ledger.js';
import { restOfBusy } from './rest-of-busy.js';

const MOST_A_CALL = 40;

/** What a feeder works with. */
export interface FeederParts {
  readonly host: SurvivingHost;
  readonly ledger: Ledger;
  readonly gate: Gate;
  readonly dice: Dice;
}

/**
 * Hands the events of some members over, call after call: the next call waits for the receipts of the one before, so
 * that it is known in which order a member's events were accepted.
 */
export class EventFeeder {
  constructor(
    private readonly parts: FeederParts,
    private readonly items: readonly EventItem[],
  ) {}

  async run(): Promise<void> {
    const { gate, dice } = this.parts;
    for (let from = 0; from < this.items.length;) {
      await gate.reach(this.items[from]?.place ?? 0);
      const most = this.items.slice(from, from + dice.whole(1, MOST_A_CALL));
      const call = most.filter(({ place }) => gate.isOpen(place));
      await this.deliver(call);
      from += call.length;
    }
  }

  /** Until each has a receipt that is not busy. Whose receipt a kill has swallowed is sent again. */
  private async deliver(call: readonly EventItem[]): Promise<void> {
    const { host, ledger } = this.parts;
    for (let open = call; open.length > 0;) {
      const receipts = await host.insist('dispatch', { items: open.map(({ event }) => event) });
      open = ledger.takeEvents(open, receipts);
      if (open.length > 0) await sleep(restOfBusy(receipts));
    }
  }
}
