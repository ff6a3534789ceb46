import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { RoundLoop } from '../../connection/index.js';
import { readConnectionsWithWork } from '../../store/index.js';
import { LaneWaker } from '../context/lane-waker.js';

const SWEEP_MS = 15_000;

/** States in which a lane may have something to send. */
const LANE_STATES = ['active', 'pausing', 'leaving'] as const;

/**
 * Wakes every active lane that has something to do, now and then: a wake is only a hint and may be lost. Lanes that have
 * nothing cost nothing.
 */
@injectable()
export class Sweep {
  private readonly loop: RoundLoop;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
  ) {
    const round = () => this.wakeLanes();
    this.loop = new RoundLoop(clock, logger, { everyMs: SWEEP_MS, round, failed: 'sweep failed' });
  }

  /** Sweeps now, and from now on. */
  async start(): Promise<void> {
    await this.wakeLanes().catch((error: unknown) => {
      this.logger.error({ reason: String(error) }, 'sweep failed');
    });
    this.loop.start();
  }

  stop(): void {
    this.loop.stop();
  }

  private async wakeLanes(): Promise<void> {
    // What is due before the next sweep sets the lane's own timer.
    const by = this.clock.now() + SWEEP_MS;
    for (const id of await readConnectionsWithWork(this.store.read(), LANE_STATES, by)) this.lanes.wake(id);
  }
}
