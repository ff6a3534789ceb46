import { inject, injectable } from 'inversify';
import { Connections } from '../../connection/index.js';
import { type Clock, Fault, HOST, type Logger } from '../../contract/index.js';
import type { ConnectionEntity } from '../../store/index.js';
import { Rounds } from './rounds.js';

/** Rounds over all active connections. One that fails is told of in the log, and harms no other. */
@injectable()
export class ConnectionRounds {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  /** @param failed what the log says of a connection that could not be looked at */
  every(ms: number, failed: string, lookAt: (connection: ConnectionEntity) => Promise<void>): Rounds {
    return new Rounds(this.clock, ms, async () => {
      try {
        for (const connection of await this.connections.inStates(['active'])) {
          await lookAt(connection).catch((error: unknown) => {
            const code = Fault.is(error) ? error.code : 'unexpected';
            this.logger.warn({ connection: connection.id, code }, failed);
          });
        }
      } catch (error) {
        this.logger.error({ reason: String(error) }, failed);
      }
    });
  }
}
