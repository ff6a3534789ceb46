import { inject, injectable } from 'inversify';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Connections } from '../../connection/index.js';
import {
  type Call,
  type Clock,
  Fault,
  HOST,
  type Issue,
  type Store,
  type UninstallReport,
  type UninstallRequest,
} from '../../contract/index.js';
import { LaneWaker } from '../../delivery/index.js';
import {
  type ConnectionEntity,
  type ConnectionState,
  dropBackfill,
  endRun,
  type LeavingRow,
  putLeaving,
  readConnection,
  readLeaving,
  readOpenRuns,
  updateConnection,
} from '../../store/index.js';
import { LeavingBook } from '../book/leaving-book.js';
import { firstStep, isSame, replaces } from '../plan/leaving-plan.js';
import { leavingView } from '../plan/leaving-view.js';
import { Leaver } from './leaver.js';

const HOUR_MS = 3_600_000;
const LEAST_MS = 60_000;
const MOST_MS = 7 * 24 * HOUR_MS;
/** Most ends are over so soon that nobody has to follow them. */
const PATIENCE_MS = 2_500;

/** What a request has begun, or has found. */
interface Begun {
  readonly row: LeavingRow | null;
  /** Another end was under way, and goes on. */
  readonly isOther: boolean;
}

/** Begins the end, or the rest, of a connection in one transaction, and tells how far it is. */
@injectable()
export class LeavingDesk {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
    @inject(LeavingBook) private readonly book: LeavingBook,
    @inject(Leaver) private readonly leaver: Leaver,
  ) {}

  /** @throws Fault `invalid_uninstall_request`, `installation_not_found` */
  async uninstall(call: Call, request: UninstallRequest): Promise<UninstallReport> {
    check(request);
    await this.connections.of(call);
    const { row, isOther } = await this.store.transaction((manager) => this.begin(manager, call, request));
    this.book.forget(call.installation);
    if (!row) return { status: 'done', issues: [] };
    this.lanes.wake(call.installation);
    if (row.endedAt === null) await this.wait(call);
    const report = await this.report(row);
    return isOther ? { ...report, issues: [...report.issues, OTHER] } : report;
  }

  /** How the end of a connection stands that goes on; null where none does. */
  async standing(connectionId: string): Promise<UninstallReport | null> {
    const row = await readLeaving(this.store.read(), connectionId);
    return row === null || row.endedAt !== null ? null : leavingView(row, this.clock.now());
  }

  private async begin(manager: EntityManager, call: Call, request: UninstallRequest): Promise<Begun> {
    const connection = await readConnection(manager, call.installation);
    if (!connection) return { row: null, isOther: false };
    const before = await readLeaving(manager, connection.id);
    if (before && before.endedAt === null && !replaces(request, before)) {
      return { row: before, isOther: !isSame(request, before) };
    }
    // Asked again after it was over.
    if (before && before.endedAt !== null && isSame(request, before) && isOver(connection, request)) {
      return { row: before, isOther: false };
    }
    if (request.mode === 'pause' && connection.state !== 'active' && connection.state !== 'needs-reconnect') {
      return { row: null, isOther: false };
    }
    const now = this.clock.now();
    const { mode, queue, remote } = request;
    const step = firstStep(request);
    const isDone = step === 'done';
    const row: LeavingRow = {
      connectionId: connection.id,
      runId: randomUUID(),
      mode,
      queue,
      remote,
      step,
      cursor: {},
      startedAt: now,
      endedAt: isDone ? now : null,
      stepAt: now,
      patience: request.drainMs ?? HOUR_MS,
      notBefore: 0,
      attempts: 0,
      total: 0,
      doneItems: 0,
      counts: {},
      issues: [],
    };
    const change = isDone
      ? { state: pausedState(connection), reasonCode: 'paused' }
      : { state: endingState(connection, mode) };
    await updateConnection(manager, connection, { ...change, updatedAt: now });
    await putLeaving(manager, row);
    if (mode !== 'pause') await this.endRuns(manager, connection.id, now);
    return { row, isOther: false };
  }

  /** What was not begun of a load is taken back: it begins anew after another connection. */
  private async endRuns(manager: EntityManager, connectionId: string, now: number): Promise<void> {
    for (const { id, kind } of await readOpenRuns(manager, connectionId)) {
      await endRun(manager, id, 'cancelled', now, 'The installation was switched off.');
      if (kind === 'load') await dropBackfill(manager, connectionId, now);
    }
  }

  private async wait({ installation, signal }: Call): Promise<void> {
    const ended = this.leaver.ended(installation);
    this.leaver.go(installation);
    let cancel: () => void = () => undefined;
    const patience = new Promise<void>((resolve) => {
      cancel = this.clock.timer(PATIENCE_MS, resolve);
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([ended, patience]);
    cancel();
  }

  /** Once a purge is over nothing is left to read it from: what was known at its last step is told. */
  private async report(begun: LeavingRow): Promise<UninstallReport> {
    const manager = this.store.read();
    const row = await readLeaving(manager, begun.connectionId);
    if (row) return leavingView(row, this.clock.now());
    const last = this.leaver.lastOf(begun.connectionId) ?? begun;
    return leavingView({ ...last, endedAt: this.clock.now() }, this.clock.now());
  }
}

/** @throws Fault `invalid_uninstall_request` */
function check({ mode, remote, drainMs }: UninstallRequest): void {
  if (mode === 'pause' && remote !== 'leave') {
    throw invalid(
      '/remote',
      'A pause leaves everything at Klaviyo as it is. Disconnect to have it taken away.',
    );
  }
  if (drainMs !== undefined && (!Number.isSafeInteger(drainMs) || drainMs < LEAST_MS || drainMs > MOST_MS)) {
    throw invalid('/drainMs', 'Give milliseconds, from a minute to a week.');
  }
}

const invalid = (path: string, message: string): Fault =>
  new Fault({ kind: 'payload', code: 'invalid_uninstall_request', message, path });

/** Whether a connection is where such an end has brought it. */
const isOver = ({ state }: ConnectionEntity, { mode }: UninstallRequest): boolean =>
  mode === 'pause'
    ? state === 'connected'
    : mode === 'disconnect' && (state === 'disconnected' || state === 'draft');

/** Of a connection that Klaviyo has ended nothing is left that could rest. */
const pausedState = ({ state }: ConnectionEntity): ConnectionState =>
  state === 'active' ? 'connected' : 'disconnected';

function endingState({ state }: ConnectionEntity, mode: UninstallRequest['mode']): ConnectionState {
  if (mode !== 'pause') return 'leaving';
  return state === 'active' ? 'pausing' : 'disconnected';
}

const OTHER: Issue = {
  path: '/mode',
  code: 'other_end_under_way',
  message: 'Another end of this installation is under way; it goes on as it was asked for first.',
};
