import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger } from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import { LaneWaker } from '../context/lane-waker.js';

const SWEEP_MS = 15_000;

/** Wakes every active lane now and then: a wake is only a hint and may be lost. A lane without due work rests at once. */
@injectable()
export class Sweep {
  private cancel: (() => void) | null = null;

  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
  ) {}

  /** Sweeps now, and from now on. */
  async start(): Promise<void> {
    await this.sweep();
    this.cancel = this.clock.timer(SWEEP_MS, () => void (this.cancel && this.start()));
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private async sweep(): Promise<void> {
    try {
      for (const { id } of await this.connections.inStates(['active'])) this.lanes.wake(id);
    } catch (error) {
      this.logger.error({ reason: String(error) }, 'sweep failed');
    }
  }
}
