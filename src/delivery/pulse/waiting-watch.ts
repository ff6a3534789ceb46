import { inject, injectable } from 'inversify';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import { addPulses, countEvents } from '../../store/index.js';

/** Often enough that no minute is left out; counting on every settlement would cost the lane. */
const LOOK_MS = 20_000;

/** Notes now and then how many events wait, for the picture of the last hour. */
@injectable()
export class WaitingWatch {
  private cancel: (() => void) | null = null;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  start(): void {
    this.cancel = this.clock.timer(LOOK_MS, () => {
      void this.look()
        .catch((error: unknown) => this.logger.warn({ reason: String(error) }, 'waiting work not counted'))
        .finally(() => {
          if (this.cancel) this.start();
        });
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
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
