import { inject, injectable, multiInject } from 'inversify';
import { PROBLEMS } from '../../connection/index.js';
import {
  type BudgetUse,
  type Clock,
  type Directory,
  HOST,
  type LaneRest,
  type Logger,
  type Problems,
  type Store,
} from '../../contract/index.js';
import type { Settings } from '../../settings/index.js';
import { Connections, Sessions } from '../../connection/index.js';
import { missingScopes, type OperationName, OPERATIONS } from '../../klaviyo/index.js';
import {
  type ConnectionEntity,
  nextPollAt,
  readJobMemberIds,
  readJobs,
  readLeavingStep,
  readPausedLists,
} from '../../store/index.js';
import { ErasureProvider } from '../../providers/index.js';
import { Backlog } from '../backlog/backlog.js';
import { BacklogReader } from './backlog-reader.js';
import { Cursors } from '../backlog/cursors.js';
import { LaneBudgets } from '../budget/lane-budgets.js';
import type { RateBudget } from '../budget/rate-budget.js';
import { ClosingsOnLane } from '../closing/closings-on-lane.js';
import { JobDelivery } from '../capabilities/states/job-delivery.js';
import { type JobMoves, JobRegistry } from '../context/job-registry.js';
import { Gathering } from '../context/gathering.js';
import { LIST_GONE } from '../marks/list-gone.js';
import { SettingsInForce } from '../context/settings-in-force.js';
import { tellBacklog } from '../verdict/tell-backlog.js';
import { Breaker } from '../context/breaker.js';
import { RUNS_ON_LANE, type RunsOnLane } from '../context/runs-on-lane.js';
import { dutyOf } from '../context/duty-of.js';
import type { LaneContext, LaneDuty } from '../context/lane-context.js';
import { isLaneLost, LaneFence } from '../context/lane-fence.js';
import { CAPABILITIES, type Capability, type Flow } from '../capability/capability.js';
import { FactFlow } from '../capability/fact-flow.js';
import { forbiddenProblem } from '../send/forbidden-problem.js';
import { type LaneCrew, LaneRun, type LaneWatch } from './lane-run.js';
import { LaneRester } from './lane-rester.js';
import { LaneWaker } from '../context/lane-waker.js';

/** What outlives a run, because Klaviyo's windows and its health do not know when a run ends. */
interface LaneMemory {
  readonly budget: RateBudget;
  readonly breaker: Breaker;
  readonly jobMoves: JobMoves;
  epoch: number;
}

/** Runs lanes: claims one, takes up what an owner before has left, and works until nothing can be done now. */
@injectable()
export class LaneRunner implements LaneWatch {
  private readonly memories = new Map<string, LaneMemory>();
  private readonly crew: LaneCrew;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sessions) private readonly sessions: Sessions,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(BacklogReader) private readonly reader: BacklogReader,
    @inject(JobDelivery) jobs: JobDelivery,
    @inject(LaneRester) rester: LaneRester,
    @inject(LaneWaker) waker: LaneWaker,
    @inject(RUNS_ON_LANE) private readonly runs: RunsOnLane,
    @inject(ClosingsOnLane) private readonly closings: ClosingsOnLane,
    @inject(ErasureProvider) private readonly erasure: ErasureProvider,
    @inject(LaneBudgets) private readonly budgets: LaneBudgets,
    @inject(FactFlow) facts: FactFlow,
    @multiInject(CAPABILITIES) private readonly capabilities: readonly Capability[],
  ) {
    const flows = new Set<Flow>([facts, ...capabilities.flatMap(({ flow }) => flow ?? [])]);
    this.crew = {
      reader,
      flows: [...flows].sort((a, b) => a.plan.turn - b.plan.turn),
      jobs,
      rester,
      waker,
      runs,
      closings,
    };
  }

  async run(connectionId: string, signal: AbortSignal): Promise<LaneRest> {
    const connection = await this.connections.glance(connectionId);
    const duty = await this.dutyOf(connection);
    if (!connection || duty === null) return { until: null };
    const now = this.clock.now();
    const resting = this.memories.get(connectionId)?.breaker.openUntil ?? 0;
    if (resting > now) return { until: resting };
    const nextDue = await this.nextDue(connectionId, duty);
    if (nextDue === null || nextDue > now) return { until: nextDue };
    const fence = await LaneFence.claim(this.store, connectionId);
    try {
      const lane = await this.take(connection, duty, fence, signal);
      return await new LaneRun(lane, this.crew, this, this.clock).work();
    } catch (error) {
      if (!isLaneLost(error)) throw error;
      this.logger.info({ lane: connectionId }, 'lane taken over by another owner');
      return { until: this.clock.now() + 1_000 };
    }
  }

  /** Connected anew: a permission that was missing may have been given. */
  async forgive(tenant: string, connectionId: string): Promise<void> {
    this.memories.get(connectionId)?.budget.unblock();
    const own = this.capabilities.flatMap(({ operations }) => operations);
    for (const operation of new Set([...own, this.erasure.operation])) {
      await this.problems.clear(tenant, connectionId, forbiddenProblem(operation));
    }
  }

  /** What of Klaviyo's permission is in use; empty where this process has sent nothing lately. */
  budgetUse(connectionId: string): readonly BudgetUse[] {
    return this.memories.get(connectionId)?.budget.uses() ?? [];
  }

  private async dutyOf(connection: ConnectionEntity | null): Promise<LaneDuty | null> {
    if (!connection) return null;
    const isEnding = connection.state === 'pausing' || connection.state === 'leaving';
    const step = isEnding ? await readLeavingStep(this.store.read(), connection.id) : null;
    return dutyOf(connection.state, step);
  }

  private async nextDue(connectionId: string, duty: LaneDuty): Promise<number | null> {
    if (duty === 'clear') return this.runs.nextDue(connectionId);
    const due = await this.reader.nextDue(connectionId, 0);
    const job = await nextPollAt(this.store.read(), connectionId);
    const run = await this.runs.nextDue(connectionId);
    const closing = await this.closings.nextDue(connectionId);
    const times = [due, job, run, closing].flatMap((at) => (at === null ? [] : [at]));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Everything that an owner before has left: what it may have spent, its jobs, and who was waiting. */
  private async take(
    connection: ConnectionEntity,
    duty: LaneDuty,
    fence: LaneFence,
    signal: AbortSignal,
  ): Promise<LaneContext> {
    const { id: connectionId, tenant } = connection;
    const settings = this.settings.of(connection);
    const { budget, breaker, jobMoves } = this.memory(connectionId, settings.rateShare, fence);
    const backlog = new Backlog();
    const manager = this.store.read();
    const [types, jobs, paused] = await Promise.all([
      this.directory.eventTypes(tenant),
      readJobs(manager, connectionId),
      readPausedLists(manager, connectionId, LIST_GONE),
      this.reader.readParked(connectionId, backlog),
    ]);
    restWithoutScope(budget, settings, connection.scopes);
    const registry = new JobRegistry(jobMoves);
    // One that was being submitted when its owner died may or may not have arrived.
    for (const job of jobs) {
      const memberIds = await readJobMemberIds(manager, job);
      registry.add(job.state === 'submitting' ? { ...job, state: 'lost' } : job, memberIds);
    }
    tellBacklog({ backlog }, { lists: paused.map((listId) => ({ listId, is: 'gone' })) });
    return {
      duty,
      connectionId,
      tenant,
      settings,
      revision: connection.settingsRevision,
      grantedScopes: connection.scopes,
      eventTypes: new Map(types.map((type) => [type.type, type])),
      session: this.sessions.of(connectionId, signal),
      fence,
      budget,
      breaker,
      backlog,
      cursors: new Cursors(),
      jobs: registry,
      gathering: new Gathering(),
      capabilityOf: (operation) =>
        this.capabilities.find(({ operations }) => operations.includes(operation)) ?? null,
      signal,
    };
  }

  private memory(connectionId: string, share: number, { claimed }: LaneFence): LaneMemory {
    const held = this.memories.get(connectionId);
    const isOurs = held?.epoch === claimed.epoch - 1 && held.budget.share === share;
    if (held && isOurs) {
      held.epoch = claimed.epoch;
      return held;
    }
    // At the first claim it may have been spent from already, by whoever reads for a person.
    const budget = held ? this.budgets.renew(connectionId, share) : this.budgets.of(connectionId, share);
    if (claimed.budget) budget.restore(claimed.budget);
    const memory = {
      budget,
      breaker: new Breaker(claimed.notBefore),
      jobMoves: new Map(),
      epoch: claimed.epoch,
    };
    this.memories.set(connectionId, memory);
    return memory;
  }

  async readStanding({
    connectionId,
    revision,
    duty,
  }: LaneContext): Promise<'current' | 'changed' | 'inactive'> {
    const connection = await this.connections.glance(connectionId);
    if (!connection || (await this.dutyOf(connection)) !== duty) return 'inactive';
    return connection.settingsRevision === revision ? 'current' : 'changed';
  }

  forgetSettings(connectionId: string): void {
    this.connections.forget(connectionId);
  }

  tellFailure({ connectionId }: LaneContext, error: unknown): void {
    const reason = error instanceof Error ? error.stack : String(error);
    this.logger.error(
      { lane: connectionId, reason },
      'delivery failed unexpectedly; the work stays and is tried again',
    );
  }
}

/** Longer than a run of a lane lasts: the next one looks again. */
const WITHOUT_SCOPE_MS = 600_000;

/** What Klaviyo has not granted is not tried: only the operations that need it rest. */
function restWithoutScope(
  budget: RateBudget,
  { erasure }: Pick<Settings, 'erasure'>,
  granted: readonly string[] | null,
): void {
  for (const operation of Object.keys(OPERATIONS) as OperationName[]) {
    // Its permission is asked for only where it is wanted.
    if (operation === 'request_profile_deletion' && erasure.profile !== 'erase') continue;
    if (missingScopes(operation, granted)?.length) budget.block(operation, WITHOUT_SCOPE_MS);
  }
}
