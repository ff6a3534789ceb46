import { inject, injectable } from 'inversify';
import { Configurator } from './configurator.js';
import {
  Authorizer,
  Connections,
  Heartbeat,
  NoticeBoard,
  RemovalWatch,
  ScopeWatch,
} from './connection/index.js';
import {
  type ActivityQuery,
  type AudienceChange,
  type Call,
  type Check,
  type ConfigureRequest,
  type ConnectRequest,
  type DeadLetterQuery,
  type DeadLetterSelection,
  type EventItem,
  type Extension,
  type Inspection,
  type LaneScheduler,
  type Lifecycle,
  type Operations,
  type NewOption,
  type OptionsQuery,
  type PageQuery,
  type Receipt,
  type SyncAction,
  type Synchronisation,
  type SyncRequest,
  type UninstallRequest,
} from './contract/index.js';
import {
  Acceptor,
  ActivityReader,
  AudienceAcceptor,
  ClosedAccountReader,
  DeadLetterOperations,
  Janitor,
  LaneRunner,
  LaneWaker,
  OverviewReader,
  Sweep,
  WaitingWatch,
} from './delivery/index.js';
import { LANES } from './lanes.js';
import { Leaver, LeavingDesk } from './leaving/index.js';
import { OptionLoader } from './option-loader.js';
import {
  ListGuardian,
  LoadPlanner,
  MemberExplainer,
  ReconcileSchedule,
  SyncOperations,
} from './sync/index.js';

/** The object that a host calls: thin, every method hands on to the part that does it. */
@injectable()
export class KlaviyoExtension implements Extension, Lifecycle, Inspection, Operations, Synchronisation {
  private running: { stop(deadline: number): Promise<void> } | null = null;

  constructor(
    @inject(Authorizer) private readonly authorizer: Authorizer,
    @inject(Connections) private readonly connections: Connections,
    @inject(Heartbeat) private readonly heartbeat: Heartbeat,
    @inject(Configurator) private readonly configurator: Configurator,
    @inject(Acceptor) private readonly acceptor: Acceptor,
    @inject(AudienceAcceptor) private readonly audiences: AudienceAcceptor,
    @inject(OptionLoader) private readonly optionsDesk: OptionLoader,
    @inject(OverviewReader) private readonly desk: OverviewReader,
    @inject(ActivityReader) private readonly requests: ActivityReader,
    @inject(ClosedAccountReader) private readonly closed: ClosedAccountReader,
    @inject(DeadLetterOperations) private readonly letters: DeadLetterOperations,
    @inject(Janitor) private readonly janitor: Janitor,
    @inject(LaneRunner) private readonly runner: LaneRunner,
    @inject(LaneWaker) private readonly waker: LaneWaker,
    @inject(Sweep) private readonly sweep: Sweep,
    @inject(WaitingWatch) private readonly waiting: WaitingWatch,
    @inject(LANES) private readonly lanes: LaneScheduler,
    @inject(LeavingDesk) private readonly leaving: LeavingDesk,
    @inject(Leaver) private readonly leaver: Leaver,
    @inject(NoticeBoard) private readonly notices: NoticeBoard,
    @inject(RemovalWatch) private readonly removals: RemovalWatch,
    @inject(ScopeWatch) private readonly scopes: ScopeWatch,
    @inject(LoadPlanner) private readonly planner: LoadPlanner,
    @inject(ListGuardian) private readonly guardian: ListGuardian,
    @inject(ReconcileSchedule) private readonly schedule: ReconcileSchedule,
    @inject(MemberExplainer) private readonly explainer: MemberExplainer,
    @inject(SyncOperations) private readonly sync: SyncOperations,
  ) {}

  async start(): Promise<void> {
    this.running = this.lanes.run((lane, signal) => this.runner.run(lane, signal));
    this.heartbeat.start();
    this.janitor.start();
    this.guardian.start();
    this.schedule.start();
    this.waiting.start();
    this.leaver.start();
    // What the host was not told, or may have lost.
    void this.notices.repeat(true).catch(() => undefined);
    await this.sweep.start();
  }

  async stop(deadline: number): Promise<void> {
    this.sweep.stop();
    this.heartbeat.stop();
    this.janitor.stop();
    this.guardian.stop();
    this.schedule.stop();
    this.waiting.stop();
    this.leaver.stop();
    await this.running?.stop(deadline);
  }

  async connect(call: Call, request: ConnectRequest) {
    if (request.step === 'begin') return this.authorizer.begin(call, request);
    const result = await this.authorizer.finish(call, request);
    if (result.status === 'connected') {
      await this.runner.forgive(call.tenant, call.installation);
      if (result.active) this.waker.wake(call.installation);
    }
    return result;
  }

  configure(call: Call, request: ConfigureRequest) {
    return this.configurator.configure(call, request);
  }

  onEvent(call: Call, items: readonly EventItem[]): Promise<readonly Receipt[]> {
    return this.acceptor.accept(call, items);
  }

  onAudienceChange(call: Call, change: AudienceChange): Promise<Receipt> {
    return this.audiences.accept(call, change);
  }

  uninstall(call: Call, request: UninstallRequest) {
    return this.leaving.uninstall(call, request);
  }

  async check(call: Call): Promise<Check> {
    await this.removals.lookedAt(await this.connections.of(call));
    const connection = await this.connections.of(call);
    if (connection.tokens !== null) await this.scopes.tell(call.tenant, connection);
    const ending = await this.leaving.standing(connection.id);
    return {
      state: connection.state,
      ...(connection.accountId === null
        ? {}
        : { account: { id: connection.accountId, name: connection.accountName ?? connection.accountId } }),
      ...(connection.scopes === null ? {} : { scopes: connection.scopes }),
      ...(connection.reasonCode === null ? {} : { reason: connection.reasonCode }),
      ...(ending ? { ending } : {}),
      issues: this.scopes.issues(connection),
    };
  }

  configuration(call: Call) {
    return this.configurator.configuration(call);
  }

  health() {
    return Promise.resolve({ ok: true, detail: { ...this.lanes.stats() } });
  }

  options(call: Call, query: OptionsQuery) {
    return this.optionsDesk.options(call, query);
  }

  createOption(call: Call, request: NewOption) {
    return this.optionsDesk.create(call, request);
  }

  async overview(call: Call) {
    await this.removals.lookedAt(await this.connections.of(call));
    return this.desk.overview(call);
  }

  activity(call: Call, query: ActivityQuery) {
    return this.requests.page(call, query);
  }

  attempt(call: Call, id: string) {
    return this.requests.detail(call, id);
  }

  explainMember(call: Call, memberId: string) {
    return this.explainer.explain(call, memberId);
  }

  closedAccounts(call: Call, query: PageQuery) {
    return this.closed.page(call, query);
  }

  deadLetters(call: Call, query: DeadLetterQuery) {
    return this.letters.list(call, query);
  }

  deadLetterGroups(call: Call) {
    return this.letters.groups(call);
  }

  replay(call: Call, selection: DeadLetterSelection) {
    return this.letters.replay(call, selection);
  }

  discard(call: Call, selection: DeadLetterSelection) {
    return this.letters.discard(call, selection);
  }

  planSync(call: Call, request: SyncRequest) {
    return this.planner.plan(call, request);
  }

  startSync(call: Call, request: SyncRequest) {
    return this.sync.start(call, request);
  }

  controlSync(call: Call, runId: string, action: SyncAction) {
    return this.sync.control(call, runId, action);
  }

  syncRuns(call: Call, query: PageQuery) {
    return this.sync.list(call, query);
  }
}
