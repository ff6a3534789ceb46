import type { Clock, Logger } from '../../../contract/index.js';
import type { Host } from '../../host/host.js';
import type { SeededRandom } from '../tenant/seeded-random.js';
import type { DemoActivity } from './demo-activity.js';
import { nextActivity } from './next-activity.js';
import { WalletBook } from './wallet-book.js';

/** So long reactors take to change a wallet after an event. */
const REACTION_MS = 300;

/** Above 20 events a second they go in groups: timers are not finer than that. */
const SHORTEST_TICK_MS = 50;

/** What a stream runs on. */
export interface DemoStreamOptions {
  readonly host: Host;
  readonly tenant: string;
  /** Members in the tenant. */
  readonly members: number;
  readonly clock: Clock;
  readonly random: SeededRandom;
  /** Begins every event id; another one for each start, so that no id comes twice. */
  readonly run: string;
  readonly logger: Logger;
}

/**
 * The life of the demo tenant: members do something, and 300 ms after what earns or costs points their wallet
 * changes, as reactors change it: without a word to the extensions.
 */
export class DemoStream {
  private perSecond = 0;
  private sent = 0;
  /** Events owed: the fraction that a tick did not send is kept for the next. */
  private owed = 0;
  private lastTick = 0;
  private cancel: () => void = () => undefined;
  private readonly reactions = new Set<() => void>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly wallets: WalletBook;

  constructor(private readonly options: DemoStreamOptions) {
    this.wallets = new WalletBook(options.tenant, options.clock.now());
  }

  /** Events per second. */
  rate(): number {
    return this.perSecond;
  }

  /** Takes effect at once; 0 lets the stream stand. */
  setRate(rate: number): void {
    this.cancel();
    this.perSecond = rate;
    this.owed = 0;
    this.lastTick = this.options.clock.now();
    if (rate > 0) this.arm();
  }

  /** Ends the stream and waits for what is under way. */
  async stop(): Promise<void> {
    this.setRate(0);
    for (const cancel of this.reactions) cancel();
    this.reactions.clear();
    await Promise.all(this.underWay);
  }

  private arm(): void {
    const every = Math.max(SHORTEST_TICK_MS, 1000 / this.perSecond);
    this.cancel = this.options.clock.timer(every, () => {
      this.tick();
      this.arm();
    });
  }

  private tick(): void {
    const now = this.options.clock.now();
    // A second's worth at most: a computer that slept has nothing to catch up with.
    const elapsed = Math.min(now - this.lastTick, Math.max(1000, 1000 / this.perSecond));
    this.owed += (elapsed * this.perSecond) / 1000;
    this.lastTick = now;
    const due = Math.floor(this.owed + 1e-6);
    this.owed -= due;
    if (due > 0) this.follow(this.send(Array.from({ length: due }, () => this.next(now))));
  }

  private next(now: number): DemoActivity {
    const { tenant, members, run, random } = this.options;
    this.sent += 1;
    return nextActivity({ tenant, members, now, id: `${run}-${this.sent}` }, random);
  }

  private async send(activities: readonly DemoActivity[]): Promise<void> {
    const { host, tenant } = this.options;
    await host.dispatch(
      tenant,
      activities.map(({ event }) => event),
    );
    const moves = activities.filter(({ points }) => points !== 0);
    if (moves.length > 0) this.reactLater(moves);
  }

  private reactLater(moves: readonly DemoActivity[]): void {
    const { host, tenant, clock } = this.options;
    const cancel = clock.timer(REACTION_MS, () => {
      this.reactions.delete(cancel);
      const wallets = new Map(moves.map(({ index, points }) => [index, this.wallets.move(index, points)]));
      this.follow(host.platform.putWallets(tenant, [...wallets.values()]));
    });
    this.reactions.add(cancel);
  }

  private follow(work: Promise<void>): void {
    const followed = work
      .catch((error: unknown) => this.options.logger.warn({ error }, 'The demo stream lost an event'))
      .finally(() => this.underWay.delete(followed));
    this.underWay.add(followed);
  }
}
