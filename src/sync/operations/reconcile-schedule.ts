import { inject, injectable } from 'inversify';
import { randomUUID } from 'node:crypto';
import { type Clock, HOST, type Logger, type Store } from '../../contract/index.js';
import { SettingsInForce } from '../../delivery/index.js';
import { type ConnectionEntity, readLastRun } from '../../store/index.js';
import { ConnectionRounds, type LoopOverConnections } from '../rounds/connection-rounds.js';
import { SyncOperations } from './sync-operations.js';
import { reconcileDueAt } from '../reconcile/reconcile-due-at.js';

/** So often it is looked whether one is due. */
const LOOK_MS = 15 * 60_000;

/** Starts the reconciliations that the settings ask for. */
@injectable()
export class ReconcileSchedule {
  private readonly rounds: LoopOverConnections;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(SyncOperations) private readonly desk: SyncOperations,
    @inject(ConnectionRounds) rounds: ConnectionRounds,
  ) {
    // Most likely a load is under way: it is asked again at the next look.
    this.rounds = rounds.every(LOOK_MS, 'reconciliation not started', (one) => this.lookAt(one));
  }

  start(): void {
    this.rounds.loop.start();
  }

  stop(): void {
    this.rounds.loop.stop();
  }

  /** Starts what is due, for every active connection. */
  look(): Promise<void> {
    return this.rounds.look();
  }

  private async lookAt(connection: ConnectionEntity): Promise<void> {
    const { id, tenant, liveFrom } = connection;
    const { reconciliation } = this.settings.of(connection);
    const last = await readLastRun(this.store.read(), id, 'reconcile');
    const dueAt = reconcileDueAt(reconciliation.every, liveFrom, last?.startedAt ?? null);
    if (dueAt > this.clock.now()) return;
    const requestId = randomUUID();
    const logger = this.logger;
    const signal = new AbortController().signal;
    const call = { tenant, installation: id, requestId, signal, logger };
    await this.desk.start(call, { kind: 'reconcile', repair: reconciliation.drift === 'repair' });
  }
}
