import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import {
  type Call,
  HOST,
  type Issue,
  type LaneScheduler,
  type Store,
  type UninstallReport,
  type UninstallRequest,
} from './contract/index.js';
import { Connections, Disconnector } from './connection/index.js';
import { eventLetter, LaneWaker, waitingEvent } from './delivery/index.js';
import { LANES } from './lanes.js';
import {
  countEvents,
  deleteAllEvents,
  deleteAllMarks,
  deleteConnection,
  putDeadLetters,
  readAllEvents,
} from './store/index.js';

/** Ends an installation: queue first, then the connection, then (purge) every row of it. Repeatable at any step. */
@injectable()
export class Uninstaller {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(LANES) private readonly lanes: LaneScheduler,
    @inject(LaneWaker) private readonly waker: LaneWaker,
    @inject(Disconnector) private readonly disconnector: Disconnector,
    @inject(Connections) private readonly connections: Connections,
  ) {}

  async uninstall(call: Call, request: UninstallRequest): Promise<UninstallReport> {
    const issues: Issue[] = [];
    if (request.queue === 'drain') issues.push(...(await this.drain(call)));
    issues.push(...(await this.disconnector.disconnect(call)));
    if (request.queue === 'drop') await this.store.transaction((manager) => drop(manager, call.installation));
    if (request.mode === 'purge')
      await this.store.transaction((manager) => deleteConnection(manager, call.installation));
    this.connections.forget(call.installation);
    return { status: 'done', issues };
  }

  /** Sends what is due before the connection ends; the caller's patience bounds it. */
  private async drain(call: Call): Promise<Issue[]> {
    this.waker.wake(call.installation);
    const gaveUp = new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve()));
    await Promise.race([this.lanes.drain(call.installation), gaveUp]);
    const left = await countEvents(this.store.read(), call.installation);
    if (left === 0) return [];
    return [
      {
        path: '/queue',
        code: 'queue_not_drained',
        message: `${left} events could not be sent before the end; they are kept for a reconnection.`,
      },
    ];
  }
}

/** Nothing goes without a recorded reason: dropped events become dead letters, dropped marks name no value at all. */
async function drop(manager: EntityManager, connectionId: string): Promise<void> {
  const rows = await readAllEvents(manager, connectionId);
  const reason = {
    code: 'dropped_at_disconnect',
    message: 'The queue was dropped when the installation was disconnected.',
  };
  await putDeadLetters(
    manager,
    rows.map((row) => eventLetter(connectionId, waitingEvent(row), reason, row.acceptedAt)),
  );
  await deleteAllEvents(manager, connectionId);
  await deleteAllMarks(manager, connectionId);
}
