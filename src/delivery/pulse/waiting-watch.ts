import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { Connections, RoundLoop } from '../../connection/index.js';
import { addPulses, countEvents } from '../../store/index.js';

/** Often enough that no minute is left out; counting on every settlement would cost the lane. */
const LOOK_MS = 20_000;

/** Notes now and then how many events wait, for the picture of the last hour. */
@injectable()
export class WaitingWatch {
  private readonly loop: RoundLoop;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) logger: Logger,
    @inject(Connections) private readonly connections: Connections,
  ) {
    this.loop = new RoundLoop(clock, logger, {
      everyMs: LOOK_MS,
      round: () => this.look(),
      failed: 'waiting work not counted',
    });
  }

  start(): void {
    this.loop.start();
  }

  stop(): void {
    this.loop.stop();
  }

  async look(): Promise<void> {
    for (const { id } of await this.connections.inStates(['active', 'needs-reconnect'])) {
      const count = await countEvents(this.store.read(), id);
      await this.store.transaction((manager) =>
        addPulses(manager, id, [{ kind: 'waiting', bucket: 0, count }], this.clock.now()),
      );
    }
  }
}
