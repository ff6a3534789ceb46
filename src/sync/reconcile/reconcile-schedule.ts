import { inject, injectable } from 'inversify';
import { randomUUID } from 'node:crypto';
import { Connections } from '../../connection/index.js';
import { type Clock, Fault, HOST, type Logger, type Store } from '../../contract/index.js';
import { Rounds, SettingsInForce } from '../../delivery/index.js';
import { type ConnectionEntity, SyncRunEntity } from '../../store/index.js';
import { SyncDesk } from '../runs/sync-desk.js';
import { reconcileDueAt } from './reconcile-due-at.js';

/** So often it is looked whether one is due. */
const LOOK_MS = 15 * 60_000;

/** Starts the reconciliations that the settings ask for. */
@injectable()
export class ReconcileSchedule {
  private readonly rounds: Rounds;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(SyncDesk) private readonly desk: SyncDesk,
  ) {
    this.rounds = new Rounds(clock, LOOK_MS, () => this.look());
  }

  start(): void {
    this.rounds.start();
  }

  stop(): void {
    this.rounds.stop();
  }

  /** Starts what is due, for every active connection. */
  async look(): Promise<void> {
    try {
      for (const connection of await this.connections.inStates(['active'])) {
        await this.lookAt(connection).catch((error: unknown) => {
          // Most likely a load is under way: it is asked again at the next look.
          const code = Fault.is(error) ? error.code : 'unexpected';
          this.logger.warn({ connection: connection.id, code }, 'reconciliation not started');
        });
      }
    } catch (error) {
      this.logger.error({ reason: String(error) }, 'looking for due reconciliations failed');
    }
  }

  private async lookAt(connection: ConnectionEntity): Promise<void> {
    const { id, tenant, liveFrom } = connection;
    const { reconciliation } = this.settings.of(connection);
    const last = await this.store
      .read()
      .getRepository(SyncRunEntity)
      .findOne({ where: { connectionId: id, kind: 'reconcile' }, order: { startedAt: 'DESC' } });
    const dueAt = reconcileDueAt(reconciliation.every, liveFrom, last?.startedAt ?? null);
    if (dueAt > this.clock.now()) return;
    const requestId = randomUUID();
    const logger = this.logger;
    const signal = new AbortController().signal;
    const call = { tenant, installation: id, requestId, signal, logger };
    await this.desk.start(call, { kind: 'reconcile', repair: reconciliation.drift === 'repair' });
  }
}
