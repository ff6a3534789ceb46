import { inject, injectable } from 'inversify';
import {
  type Call,
  type Configuration,
  type Configured,
  type ConfigureRequest,
  type Clock,
  type Directory,
  HOST,
  type Issue,
  type Issues,
  type JsonObject,
  type Store,
} from './contract/index.js';
import type { EntityManager } from 'typeorm';
import { changesWants } from './changed-wants.js';
import { Connections, ScopeWatch } from './connection/index.js';
import {
  AccountLists,
  RUNS_ON_LANE,
  type RunsOnLane,
  LaneWaker,
  Relinker,
  SettingsInForce,
  UnmappedLists,
} from './delivery/index.js';
import { FirstLoad } from './first-load.js';
import { RefreshAfterChange } from './refresh-after-change.js';
import { checkReferences, parseSettings, type Settings } from './settings/index.js';
import {
  cancelLeaving,
  type ConnectionEntity,
  type ConnectionState,
  updateConnectionAtRevision,
} from './store/index.js';

/** Checks and applies settings: all of them or none, on the revision they were edited from. */
@injectable()
export class Configurator {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(AccountLists) private readonly lists: AccountLists,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
    @inject(Relinker) private readonly relinker: Relinker,
    @inject(UnmappedLists) private readonly unmapped: UnmappedLists,
    @inject(RUNS_ON_LANE) private readonly runs: RunsOnLane,
    @inject(FirstLoad) private readonly firstLoad: FirstLoad,
    @inject(RefreshAfterChange) private readonly refresh: RefreshAfterChange,
    @inject(ScopeWatch) private readonly scopes: ScopeWatch,
  ) {}

  async configuration(call: Call): Promise<Configuration> {
    const connection = await this.connections.of(call);
    return {
      settings: JSON.parse(JSON.stringify(this.settings.of(connection))) as JsonObject,
      revision: connection.settingsRevision,
      active: connection.state === 'active',
    };
  }

  async configure(call: Call, request: ConfigureRequest): Promise<Configured | Issues> {
    const parsed = parseSettings(request.settings);
    if (!parsed.ok) return issues(parsed.issues);
    const connection = await this.connections.of(call);
    if (connection.settingsRevision !== request.expectedRevision) return conflict();
    if (isLeaving(connection.state)) return beingEnded();
    if (request.active && connection.tokens === null) return notConnected(connection);
    const unknown = await this.unknownReferences(call, connection, parsed.settings);
    if (unknown.length > 0) return issues(unknown);
    const settings = JSON.parse(JSON.stringify(parsed.settings)) as JsonObject;
    const state = stateAfter(connection.state, request.active);
    const revision = connection.settingsRevision + 1;
    const configured: Configured = { status: 'configured', settings, revision, active: state === 'active' };
    if (request.dryRun) return { ...configured, revision: connection.settingsRevision };
    await this.connections.change(call, {});
    const saved = await this.store.transaction(async (manager) => {
      // On the revision: of two saves at the same time one wins, the other is told.
      const isSaved = await updateConnectionAtRevision(
        manager,
        { id: call.installation, tenant: call.tenant },
        { settingsRevision: request.expectedRevision, state: connection.state },
        {
          settings: JSON.stringify(settings),
          settingsRevision: revision,
          state,
          ...(state === connection.state ? {} : { reasonCode: state === 'active' ? null : 'paused' }),
          // From then on events come by the live stream; what was before is history.
          liveFrom: connection.liveFrom ?? (state === 'active' ? this.clock.now() : null),
          updatedAt: this.clock.now(),
        },
      );
      if (!isSaved) return null;
      // Switched on again, or off at once: nothing is left of a pause on its way.
      await cancelLeaving(manager, call.installation, ['pause']);
      const before = this.settings.of(connection).audiences;
      await this.refreshWhatWasSent(manager, connection, state, parsed.settings);
      await this.unmapped.settle(manager, call.installation, this.settings.of(connection), parsed.settings);
      return this.relinker.relink(manager, call.installation, before, parsed.settings.audiences);
    });
    this.connections.forget(call.installation);
    if (!saved) return conflict();
    // What is switched on now may need a permission that was never asked for.
    await this.scopes.tell(call.tenant, await this.connections.of(call));
    await this.relinker.tell(call.tenant, call.installation, saved, parsed.settings.audiences);
    if (state === 'active') {
      this.runs.tell(call.installation);
      this.lanes.wake(call.installation);
      await this.firstLoad.after(call, connection, parsed.settings);
    }
    return configured;
  }

  /** Switched on again, changes have gone unheard; by other settings, profiles look otherwise. */
  private async refreshWhatWasSent(
    manager: EntityManager,
    connection: ConnectionEntity,
    state: ConnectionState,
    settings: Settings,
  ): Promise<void> {
    if (state !== 'active' || connection.liveFrom === null) return;
    if (connection.state !== 'active') await this.refresh.refreshAll(manager, connection.id, settings);
    else if (changesWants(this.settings.of(connection), settings)) {
      await this.refresh.refreshStates(manager, connection.id);
    }
  }

  /** Lists and audiences that the settings name and nobody knows. */
  private async unknownReferences(
    call: Call,
    connection: ConnectionEntity,
    settings: Settings,
  ): Promise<readonly Issue[]> {
    if (settings.audiences.length === 0) return [];
    if (connection.tokens === null) {
      const message = 'Connect Klaviyo first, then choose its lists.';
      return [{ path: '/audiences/0/listId', code: 'not_connected', message }];
    }
    const [known, audiences] = await Promise.all([
      this.lists.all(connection.id),
      this.directory.audiences(call.tenant),
    ]);
    return checkReferences(settings, {
      lists: new Set(known.map(({ id }) => id)),
      audiences: new Set(audiences.map(({ id }) => id)),
    });
  }
}

const isLeaving = (state: ConnectionState): boolean => state === 'leaving' || state === 'revoking';

/** Only Active moves a connection; what is disconnected or lost stays so until it is connected again. */
function stateAfter(state: ConnectionState, active: boolean): ConnectionState {
  if (active) return 'active';
  return state === 'active' || state === 'pausing' ? 'connected' : state;
}

const issues = (list: readonly Issue[]): Issues => ({ status: 'issues', issues: list });

const conflict = (): Issues =>
  issues([
    {
      path: '/expectedRevision',
      code: 'revision_conflict',
      message: 'These settings have been changed meanwhile. Load them again, then save.',
    },
  ]);

const beingEnded = (): Issues =>
  issues([
    {
      path: '/active',
      code: 'being_ended',
      message:
        'This installation is being switched off. Wait until that is over, then connect Klaviyo again.',
    },
  ]);

const notConnected = (connection: ConnectionEntity): Issues =>
  issues([
    {
      path: '/active',
      code: connection.state === 'needs-reconnect' ? 'needs_reconnect' : 'not_connected',
      message: 'Connect Klaviyo first, then save with Active switched on.',
    },
  ]);
