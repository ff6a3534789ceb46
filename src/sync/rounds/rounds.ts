import type { Clock } from '../../contract/index.js';

/** Work that is done over and over, with a rest between one round's end and the next one's beginning. */
export class Rounds {
  private cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
    /** One round, also out of turn. */
    readonly look: () => Promise<void>,
  ) {}

  start(): void {
    this.cancel = this.clock.timer(this.everyMs, () => {
      void this.look().finally(() => {
        if (this.cancel) this.start();
      });
    });
  }

  /** A round that is under way goes on to its end. */
  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }
}
