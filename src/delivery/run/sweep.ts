import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger } from '../../contract/index.js';
import { Connections, RoundLoop } from '../../connection/index.js';
import { LaneWaker } from '../context/lane-waker.js';

const SWEEP_MS = 15_000;

/** Wakes every active lane now and then: a wake is only a hint and may be lost. A lane without due work rests at once. */
@injectable()
export class Sweep {
  private readonly loop: RoundLoop;

  constructor(
    @inject(HOST.clock) clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
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
    for (const { id } of await this.connections.inStates(['active'])) this.lanes.wake(id);
  }
}
