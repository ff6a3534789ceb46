import { inject, injectable } from 'inversify';
import { Connections, Sessions } from '../../connection/index.js';
import {
  type Call,
  type Clock,
  type Directory,
  Fault,
  HOST,
  type Member,
  type Store,
  type SyncPlan,
  type SyncPlanList,
  type SyncRequest,
} from '../../contract/index.js';
import {
  BULK_LIMITS,
  LaneBudgets,
  PROFILE_BYTES,
  reasonSentences,
  SettingsInForce,
} from '../../delivery/index.js';
import { identifiersOf } from '../../mapping/index.js';
import {
  EventsProvider,
  ListsProvider,
  ProfileImportsProvider,
  ProfilesProvider,
} from '../../providers/index.js';
import type { Settings } from '../../settings/index.js';
import { chunks, countReadLists } from '../../store/index.js';
import { HistoryFeeder } from '../load/history-feeder.js';
import { checkRequest } from '../runs/check-request.js';
import { loadRequests } from './load-cost.js';
import { ListPlanner } from './list-planner.js';
import { MeasuredRate } from './measured-rate.js';
import { MemberCounter } from './member-counter.js';
import { planWarnings } from './plan-warnings.js';

/** Works out what a load would do and cost, from the platform's directory and a look at Klaviyo. It changes nothing. */
@injectable()
export class LoadPlanner {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(Connections) private readonly connections: Connections,
    @inject(Sessions) private readonly sessions: Sessions,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(LaneBudgets) private readonly budgets: LaneBudgets,
    @inject(ProfilesProvider) private readonly profiles: ProfilesProvider,
    @inject(ProfileImportsProvider) private readonly imports: ProfileImportsProvider,
    @inject(EventsProvider) private readonly events: EventsProvider,
    @inject(ListsProvider) private readonly listsProvider: ListsProvider,
    @inject(ListPlanner) private readonly lists: ListPlanner,
    @inject(MemberCounter) private readonly members: MemberCounter,
    @inject(HistoryFeeder) private readonly history: HistoryFeeder,
    @inject(MeasuredRate) private readonly rate: MeasuredRate,
  ) {}

  /** @throws Fault `not_active`, `invalid_sync_request`, `klaviyo_unreachable` */
  async plan(call: Call, request: SyncRequest): Promise<SyncPlan> {
    const connection = await this.connections.of(call);
    if (connection.state !== 'active') throw notActive();
    const settings = this.settings.of(connection);
    const now = this.clock.now();
    checkRequest(request, settings, now);
    const withMembers = request.kind === 'reconcile' || request.members !== false;
    const counted = await this.members.count(call, settings, withMembers);
    const found = await this.found(call, settings, counted.unknown.items);
    const create = Math.round(counted.unknown.count * (1 - found));
    const lists = await this.lists.plan(call, settings, request);
    const events = await this.countEvents(call, request, now);
    const sendable = counted.known + counted.unknown.count;
    const requests =
      request.kind === 'reconcile'
        ? this.reconcileRequests(sendable, lists)
        : loadRequests(
            {
              members: sendable,
              joins: lists.map(({ joins }) => joins),
              profileBytes: PROFILE_BYTES,
              events: events ?? 0,
              unreadLists: await this.unread(call, lists),
            },
            {
              profiles: BULK_LIMITS.state.items,
              events: BULK_LIMITS.event.items,
              bytes: BULK_LIMITS.state.bytes,
            },
            {
              import: this.imports.operation,
              job: this.imports.jobOperation,
              events: this.events.bulkOperation,
              read: this.listsProvider.readOperation,
            },
          );
    const items = sendable + lists.reduce((sum, { joins }) => sum + joins, 0) + (events ?? 0);
    return {
      kind: request.kind,
      members: {
        total: counted.total,
        create,
        update: sendable - create,
        notSendable: counted.notSendable,
      },
      lists,
      events,
      requests,
      expectedMs: Math.max(
        await this.rate.expectedMs(call.installation, request.kind, items),
        this.budgetMs(call, settings, requests),
      ),
      warnings: planWarnings(request, lists, counted.unknown, create),
      reasons: reasonSentences(Object.keys(counted.notSendable)),
    };
  }

  /** Which part of these members Klaviyo has a profile of already, by e-mail, else by the member's id. */
  private async found(call: Call, settings: Settings, members: readonly Member[]): Promise<number> {
    if (members.length === 0) return 0;
    const emails: string[] = [];
    const others: string[] = [];
    for (const member of members) {
      const { email } = identifiersOf(member);
      if (email === undefined) others.push(member.id);
      else emails.push(email);
    }
    const session = this.sessions.of(call.installation);
    let count = 0;
    for (const some of chunks(emails, this.profiles.findMost)) {
      count += await this.ask(call, settings, () => this.profiles.emails(session, some));
    }
    for (const some of chunks(others, this.profiles.findMost)) {
      count += await this.ask(call, settings, () => this.profiles.find(session, some));
    }
    return Math.min(1, count / members.length);
  }

  /** @returns how many were found */
  private async ask(
    { installation }: Call,
    settings: Settings,
    request: () => ReturnType<ProfilesProvider['emails'] | ProfilesProvider['find']>,
  ): Promise<number> {
    const permit = this.budgets.of(installation, settings.rateShare).take(this.profiles.findOperation);
    if (!permit) throw busy();
    try {
      const outcome = await request();
      if (outcome.kind !== 'done') throw unreachable();
      return outcome.value.length;
    } finally {
      permit.end();
    }
  }

  private async countEvents(call: Call, request: SyncRequest, now: number): Promise<number | null> {
    if (request.kind !== 'load' || request.eventsFrom === undefined) return null;
    const until = await this.history.until(call.installation, { startedAt: now });
    return this.directory.eventCount(call.tenant, { from: request.eventsFrom, until });
  }

  private reconcileRequests(members: number, lists: readonly SyncPlanList[]): Record<string, number> {
    const inLists = lists.reduce((sum, { joins, there }) => sum + joins + there, 0);
    return {
      [this.profiles.findOperation]: Math.ceil(members / this.profiles.findMost),
      ...(lists.length === 0
        ? {}
        : { [this.listsProvider.readOperation]: Math.ceil(inLists / this.profiles.findMost) + lists.length }),
    };
  }

  private async unread({ installation }: Call, lists: readonly SyncPlanList[]): Promise<number> {
    const ids = [...new Set(lists.map(({ listId }) => listId))];
    if (ids.length === 0) return 0;
    return ids.length - (await countReadLists(this.store.read(), installation, ids));
  }

  /** What the slowest operation takes by Klaviyo's limits. */
  private budgetMs(
    { installation }: Call,
    settings: Settings,
    requests: Readonly<Record<string, number>>,
  ): number {
    const budget = this.budgets.of(installation, settings.rateShare);
    const now = this.clock.now();
    const times = Object.entries(requests).map(
      ([operation, count]) => budget.readyAt(operation, count, true) - now,
    );
    return Math.max(0, ...times);
  }
}

const notActive = (): Fault =>
  new Fault({
    kind: 'config',
    code: 'not_active',
    message: 'This installation is not active. Save it with Active switched on first.',
  });

const unreachable = (): Fault =>
  new Fault({
    kind: 'transient',
    code: 'klaviyo_unreachable',
    message: 'Klaviyo did not answer. Try again in a minute.',
    retryAfterMs: 60_000,
  });

const busy = (): Fault =>
  new Fault({
    kind: 'rate-limited',
    code: 'rate_budget',
    message: 'What Klaviyo permits is in use at the moment. Try again in a minute.',
    retryAfterMs: 60_000,
  });
