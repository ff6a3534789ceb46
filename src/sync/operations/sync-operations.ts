import { inject, injectable } from 'inversify';
import { Connections } from '../../connection/index.js';
import {
  type Call,
  type Clock,
  type Directory,
  Fault,
  HOST,
  type Page,
  type PageQuery,
  type Store,
  type SyncAction,
  type SyncRequest,
  type SyncRun,
  type SyncState,
} from '../../contract/index.js';
import { LaneWaker, pageLimit, readCursor, SettingsInForce, writeCursor } from '../../delivery/index.js';
import type { Settings } from '../../settings/index.js';
import {
  type ConnectionEntity,
  dropBackfill,
  insertRun,
  readOpenRuns,
  readRun,
  readRuns,
  type RunRow,
  setRunState,
} from '../../store/index.js';
import { HistoryFeeder } from '../load/history-feeder.js';
import { loadPhases } from '../load/load-phases.js';
import { mappedAudiences } from '../load/mapped-audiences.js';
import { checkRequest } from '../runs/check-request.js';
import { newRun } from '../runs/new-run.js';
import { RunBook } from '../runs/run-book.js';
import { RunCounter } from '../runs/run-counter.js';
import { runView } from '../runs/run-view.js';
import { RunStepper } from './run-stepper.js';

/** Starts runs, and lets a person pause, resume and cancel them. Every query is scoped by connection. */
@injectable()
export class SyncOperations {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(HistoryFeeder) private readonly history: HistoryFeeder,
    @inject(RunBook) private readonly runs: RunBook,
    @inject(RunCounter) private readonly counter: RunCounter,
    @inject(RunStepper) private readonly stepper: RunStepper,
    @inject(LaneWaker) private readonly waker: LaneWaker,
  ) {}

  /** @throws Fault `not_active`, `invalid_sync_request`, `run_under_way` */
  async start(call: Call, request: SyncRequest): Promise<SyncRun> {
    const connection = await this.connections.of(call);
    if (connection.state !== 'active') throw notActive();
    const settings = this.settings.of(connection);
    const now = this.clock.now();
    checkRequest(request, settings, now);
    const total = await this.total(connection, settings, request);
    const phases = loadPhases(request, mappedAudiences(settings, request).length);
    const phase = request.kind === 'load' ? (phases[0] ?? 'sending') : 'comparing';
    const run = newRun(call.installation, request, phase, total, now);
    const started = await this.store.transaction(async (manager) => {
      const open = await readOpenRuns(manager, call.installation);
      const other = open.find(({ kind }) => kind !== 'refresh');
      if (other) return other;
      await insertRun(manager, run);
      return run;
    });
    if (started.kind !== request.kind) throw underWay(started);
    this.go(call.installation);
    return this.view(started);
  }

  /** @throws Fault `run_unknown`, `run_ended` */
  async control(call: Call, runId: string, action: SyncAction): Promise<SyncRun> {
    await this.connections.of(call);
    const connectionId = call.installation;
    const changed = await this.store.transaction(async (manager) => {
      const run = await readRun(manager, connectionId, runId);
      if (!run || run.kind === 'refresh') throw unknownRun();
      if (run.endedAt !== null) throw ended();
      if (action === 'cancel') {
        await this.runs.end(manager, run, 'cancelled', this.clock.now());
        await dropBackfill(manager, connectionId, this.clock.now());
      } else {
        const state: SyncState = action === 'pause' ? 'paused' : 'running';
        // Over a pause nothing arrives: the rate is measured anew.
        const { done } = await this.view(run);
        const rate = state === 'running' ? { rateAt: this.clock.now(), rateDone: done } : {};
        await setRunState(manager, runId, state, rate);
      }
      return (await readRun(manager, connectionId, runId)) ?? run;
    });
    this.go(connectionId);
    return this.view(changed);
  }

  async list(call: Call, query: PageQuery): Promise<Page<SyncRun>> {
    await this.connections.of(call);
    const limit = pageLimit(query);
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const before = after && { startedAt: after.at, id: after.key };
    const found = await readRuns(this.store.read(), call.installation, before, limit);
    const items = await Promise.all(found.map((run) => this.view(run)));
    const last = found.at(-1);
    return found.length === limit && last
      ? { items, next: writeCursor({ at: last.startedAt, key: last.id }) }
      : { items };
  }

  private async view(run: RunRow): Promise<SyncRun> {
    if (run.kind !== 'load') return runView(run, { waiting: 0, failed: 0 }, this.clock.now());
    if (run.endedAt !== null) {
      return runView(run, { waiting: 0, failed: await this.counter.failed(run) }, this.clock.now());
    }
    const { waiting, failed, ...far } = await this.counter.standing(run);
    return runView({ ...run, ...far }, { waiting, failed }, this.clock.now());
  }

  private go(connectionId: string): void {
    this.stepper.tell(connectionId);
    this.waker.wake(connectionId);
  }

  private async total(
    connection: ConnectionEntity,
    settings: Settings,
    request: SyncRequest,
  ): Promise<number> {
    const audiences = mappedAudiences(settings, request);
    const { tenant } = connection;
    const counts = await this.directory.counts(tenant, audiences);
    const inAudiences = audiences.reduce((sum, id) => sum + (counts.audiences.get(id) ?? 0), 0);
    const members = request.members === false && request.kind === 'load' ? 0 : counts.members;
    if (request.eventsFrom === undefined) return members + inAudiences;
    const until = await this.history.until(connection.id, { startedAt: this.clock.now() });
    return (
      members + inAudiences + (await this.directory.eventCount(tenant, { from: request.eventsFrom, until }))
    );
  }
}

const fault = (code: string, message: string): Fault => new Fault({ kind: 'config', code, message });

const notActive = (): Fault =>
  fault('not_active', 'This installation is not active. Save it with Active switched on first.');
const unknownRun = (): Fault => fault('run_unknown', 'There is no such run. Ask for the list of runs.');
const ended = (): Fault => fault('run_ended', 'This run has ended. Start a new one.');
const underWay = ({ kind }: RunRow): Fault =>
  fault('run_under_way', `A ${kind} is under way. Wait for its end, or cancel it first.`);
