import type { Clock, Logger } from '../contract/index.js';

/** What is done over and over. */
export interface Rounds {
  /** Between one round's end and the next one's beginning (ms). */
  readonly everyMs: number;
  /** Before the first one (ms); as between two where it is left out. */
  readonly firstMs?: number;
  /** One round. What it throws is logged, and the next one comes all the same. */
  readonly round: () => Promise<void>;
  /** What the log says of a round that has failed. */
  readonly failed: string;
}

/** The one loop by the clock of everything that is looked at now and then. */
export class RoundLoop {
  private cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly rounds: Rounds,
  ) {}

  start(): void {
    this.next(this.rounds.firstMs ?? this.rounds.everyMs);
  }

  /** A round that is under way goes on to its end. */
  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private next(ms: number): void {
    this.cancel = this.clock.timer(ms, () => {
      void this.rounds
        .round()
        .catch((error: unknown) => this.logger.error({ reason: String(error) }, this.rounds.failed))
        .finally(() => {
          if (this.cancel) this.next(this.rounds.everyMs);
        });
    });
  }
}
