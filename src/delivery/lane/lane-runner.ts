import { inject, injectable } from 'inversify';
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
import { Connections, Sessions } from '../../connection/index.js';
import {
  EventsProvider,
  ListsProvider,
  ProfileImportsProvider,
  ProfilesProvider,
} from '../../providers/index.js';
import {
  type ConnectionEntity,
  type JobRow,
  ListStateEntity,
  readJobMemberIds,
  RemoteJobEntity,
} from '../../store/index.js';
import { Backlog } from '../backlog/backlog.js';
import { BacklogReader } from '../backlog/backlog-reader.js';
import { Cursors } from '../backlog/cursors.js';
import { LaneBudgets } from '../budget/lane-budgets.js';
import type { RateBudget } from '../budget/rate-budget.js';
import { JobDelivery } from '../jobs/job-delivery.js';
import { JobRegistry } from '../jobs/job-registry.js';
import { Gathering } from '../lists/gathering.js';
import { LIST_GONE } from '../lists/list-gone.js';
import { CAPABILITY_OPERATIONS, forbiddenProblem } from '../send/capability-operations.js';
import { SettingsInForce } from '../settings-in-force.js';
import { Breaker } from './breaker.js';
import { isSettingsChanged } from './by-settings.js';
import { Courier } from './courier.js';
import { LANE_GUEST, type LaneGuest } from './lane-guest.js';
import type { LaneContext } from './lane-context.js';
import { isLaneLost, LaneFence } from './lane-fence.js';
import type { LaneParts } from './lane-parts.js';
import { LaneRester } from './lane-rester.js';
import { LaneRun } from './lane-run.js';
import { LaneWaker } from './lane-waker.js';

/** What an import job takes beyond its submission, as a forecast. */
const JOB_DELAY_MS = 5_000;

/** What outlives a run, because Klaviyo's windows and its health do not know when a run ends. */
interface LaneMemory {
  readonly budget: RateBudget;
  readonly breaker: Breaker;
  epoch: number;
}

/** Runs lanes: claims one, takes up what an owner before has left, and works until nothing can be done now. */
@injectable()
export class LaneRunner {
  private readonly memories = new Map<string, LaneMemory>();
  private readonly parts: LaneParts;

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(HOST.problems) private readonly problems: Problems,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sessions) private readonly sessions: Sessions,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(BacklogReader) private readonly reader: BacklogReader,
    @inject(Courier) courier: Courier,
    @inject(JobDelivery) jobs: JobDelivery,
    @inject(LaneRester) rest: LaneRester,
    @inject(LaneWaker) waker: LaneWaker,
    @inject(LANE_GUEST) private readonly guest: LaneGuest,
    @inject(LaneBudgets) private readonly budgets: LaneBudgets,
    @inject(EventsProvider) events: EventsProvider,
    @inject(ProfilesProvider) profiles: ProfilesProvider,
    @inject(ProfileImportsProvider) imports: ProfileImportsProvider,
    @inject(ListsProvider) lists: ListsProvider,
  ) {
    const operations = {
      event: { single: events.operation, bulk: events.bulkOperation, bulkDelayMs: 0 },
      state: { single: profiles.operation, bulk: imports.operation, bulkDelayMs: JOB_DELAY_MS },
    };
    this.parts = {
      reader,
      courier,
      jobs,
      rest,
      waker,
      guest,
      listOperations: [lists.addOperation, lists.removeOperation],
      operations: () => operations,
      standing: (lane) => this.standing(lane),
      isLost: isLaneLost,
      isOutdated: isSettingsChanged,
      refresh: (id) => this.connections.forget(id),
      tellFailure: (lane, error) => this.tellFailure(lane, error),
    };
  }

  async run(connectionId: string, signal: AbortSignal): Promise<LaneRest> {
    const connection = await this.connections.glance(connectionId);
    if (connection?.state !== 'active') return { until: null };
    const now = this.clock.now();
    const resting = this.memories.get(connectionId)?.breaker.openUntil ?? 0;
    if (resting > now) return { until: resting };
    const nextDue = await this.nextDue(connectionId);
    if (nextDue === null || nextDue > now) return { until: nextDue };
    const fence = await LaneFence.claim(this.store, connectionId);
    try {
      const lane = await this.take(connection, fence, signal);
      return await new LaneRun(lane, this.parts, this.clock).work();
    } catch (error) {
      if (!isLaneLost(error)) throw error;
      this.logger.info({ lane: connectionId }, 'lane taken over by another owner');
      return { until: this.clock.now() + 1_000 };
    }
  }

  /** Connected anew: a permission that was missing may have been given. */
  async forgive(tenant: string, connectionId: string): Promise<void> {
    this.memories.get(connectionId)?.budget.unblock();
    for (const capability of Object.keys(CAPABILITY_OPERATIONS)) {
      await this.problems.clear(tenant, connectionId, forbiddenProblem(capability));
    }
  }

  /** What of Klaviyo's permission is in use; empty where this process has sent nothing lately. */
  budgetUse(connectionId: string): readonly BudgetUse[] {
    return this.memories.get(connectionId)?.budget.uses() ?? [];
  }

  private async nextDue(connectionId: string): Promise<number | null> {
    const due = await this.reader.nextDue(connectionId, 0);
    const job = await this.store.read().getRepository(RemoteJobEntity).minimum('pollAt', { connectionId });
    const run = await this.guest.nextDue(connectionId);
    const times = [due, job, run].flatMap((at) => (at === null ? [] : [at]));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Everything that an owner before has left: what it may have spent, its jobs, and who was waiting. */
  private async take(
    connection: ConnectionEntity,
    fence: LaneFence,
    signal: AbortSignal,
  ): Promise<LaneContext> {
    const { id: connectionId, tenant } = connection;
    const settings = this.settings.of(connection);
    const { budget, breaker } = this.memory(connectionId, settings.rateShare, fence);
    const backlog = new Backlog();
    const manager = this.store.read();
    const [types, jobs, paused] = await Promise.all([
      this.directory.eventTypes(tenant),
      manager.getRepository(RemoteJobEntity).findBy({ connectionId }) as Promise<JobRow[]>,
      manager.getRepository(ListStateEntity).findBy({ connectionId, pausedReason: LIST_GONE }),
      this.reader.readParked(connectionId, backlog),
    ]);
    const registry = new JobRegistry();
    // One that was being submitted when its owner died may or may not have arrived.
    for (const job of jobs) {
      const memberIds = await readJobMemberIds(manager, job);
      registry.add(job.state === 'submitting' ? { ...job, state: 'lost' } : job, memberIds);
    }
    for (const { listId } of paused) backlog.restList(listId);
    return {
      connectionId,
      tenant,
      settings,
      revision: connection.settingsRevision,
      eventTypes: new Map(types.map((type) => [type.type, type])),
      session: this.sessions.of(connectionId, signal),
      fence,
      budget,
      breaker,
      backlog,
      cursors: new Cursors(),
      jobs: registry,
      gathering: new Gathering(),
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
    const memory = { budget, breaker: new Breaker(claimed.notBefore), epoch: claimed.epoch };
    this.memories.set(connectionId, memory);
    return memory;
  }

  private async standing({
    connectionId,
    revision,
  }: LaneContext): Promise<'current' | 'changed' | 'inactive'> {
    const connection = await this.connections.glance(connectionId);
    if (connection?.state !== 'active') return 'inactive';
    return connection.settingsRevision === revision ? 'current' : 'changed';
  }

  private tellFailure({ connectionId }: LaneContext, error: unknown): void {
    const reason = error instanceof Error ? error.stack : String(error);
    this.logger.error(
      { lane: connectionId, reason },
      'delivery failed unexpectedly; the work stays and is tried again',
    );
  }
}
