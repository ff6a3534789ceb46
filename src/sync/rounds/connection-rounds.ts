import { inject, injectable } from 'inversify';
import { Connections, RoundLoop } from '../../connection/index.js';
import { type Clock, Fault, HOST, type Logger } from '../../contract/index.js';
import type { ConnectionEntity } from '../../store/index.js';

/** A look at every active connection, now and then. */
export interface LoopOverConnections {
  readonly loop: RoundLoop;
  /** One round, also out of turn. */
  readonly look: () => Promise<void>;
}

/** Rounds over all active connections. One that fails is told of in the log, and harms no other. */
@injectable()
export class ConnectionRounds {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  /** @param failed what the log says of a connection that could not be looked at */
  every(
    everyMs: number,
    failed: string,
    lookAt: (connection: ConnectionEntity) => Promise<void>,
  ): LoopOverConnections {
    const look = async (): Promise<void> => {
      for (const connection of await this.connections.inStates(['active'])) {
        await lookAt(connection).catch((error: unknown) => {
          const code = Fault.is(error) ? error.code : 'unexpected';
          this.logger.warn({ connection: connection.id, code }, failed);
        });
      }
    };
    return { look, loop: new RoundLoop(this.clock, this.logger, { everyMs, round: look, failed }) };
  }
}
