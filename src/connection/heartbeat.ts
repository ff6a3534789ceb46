import { inject, injectable } from 'inversify';
import { type Clock, Fault, HOST, type Logger } from '../contract/index.js';
import { Connections } from './connections.js';
import { TokenKeeper } from './token-keeper.js';

/** How often connections are looked through for tokens that are due. */
const BEAT_MS = 30_000;

/**
 * Renews tokens on a schedule, also of idle connections: a refresh token dies after 90 days without use, and a
 * removal on Klaviyo's side is noticed by a refused refresh and by nothing else.
 */
@injectable()
export class Heartbeat {
  private cancel: (() => void) | null = null;

  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
  ) {}

  start(): void {
    this.cancel = this.clock.timer(BEAT_MS, () => {
      void this.beat().finally(() => {
        if (this.cancel) this.start();
      });
    });
  }

  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  /** Renews what is due; a refusal has been told to the tenant by then. */
  async beat(): Promise<void> {
    try {
      for (const connection of await this.connections.inStates(['active', 'connected'])) {
        const dueAt = this.tokens.dueAt(connection);
        if (dueAt === null || dueAt > this.clock.now()) continue;
        await this.tokens.accessToken(connection.id).catch((error: unknown) => {
          const code = Fault.is(error) ? error.code : 'unexpected';
          this.logger.warn({ connection: connection.id, code }, 'token not renewed');
        });
      }
    } catch (error) {
      this.logger.error({ reason: String(error) }, 'heartbeat failed');
    }
  }
}
