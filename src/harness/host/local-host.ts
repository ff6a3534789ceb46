import {
  Fault,
  type AudienceChange,
  type Call,
  type Check,
  type Clock,
  type Configuration,
  type Configured,
  type Connected,
  type EventItem,
  type Issues,
  type JsonObject,
  type Redirect,
  type Refused,
  type UninstallReport,
  type UninstallRequest,
} from '../../contract/index.js';
import { catalogueEntry } from './catalogue-entry.js';
import type { Dispatcher, Receiver } from './dispatcher.js';
import type { EndingFollower } from './ending-follower.js';
import { eventsAmong } from './events-among.js';
import type { Extensions } from './extensions.js';
import type {
  CatalogueEntry,
  ExportDesk,
  Host,
  Installation,
  InstallationView,
  PlatformData,
  RefusedExtension,
  SwitchChange,
  WireReceipt,
  HostHealth,
} from './host.js';
import type { HostLanes } from './host-lanes.js';
import type { OperatorBoard } from './services/operator-board.js';
import type { AnyExtension } from './loaded-extension.js';
import { installationOf, stateRefused } from './oauth-state.js';
import { settledAlready } from './settled-already.js';
import type { OpenedStore } from './store/opened-store.js';
import type { StoredInstallations } from './store/stored-installations.js';

/** What a local host is put together from. */
export interface LocalHostParts {
  readonly extensions: Extensions;
  readonly refused: readonly RefusedExtension[];
  readonly platform: PlatformData;
  readonly installations: StoredInstallations;
  readonly dispatcher: Dispatcher;
  readonly store: OpenedStore;
  readonly clock: Clock;
  readonly operator: OperatorBoard;
  readonly endings: EndingFollower;
  readonly exports: ExportDesk;
  readonly lanes: HostLanes;
  /** Whether events and changes are taken here; false where this process only delivers. */
  readonly accepts: boolean;
}

/** A host in one process. Thin: each request finds its installation, enters the extension, and notes the outcome. */
export class LocalHost implements Host {
  readonly platform: PlatformData;
  readonly exports: ExportDesk;
  private stopping: Promise<void> | null = null;

  constructor(private readonly parts: LocalHostParts) {
    this.platform = parts.platform;
    this.exports = parts.exports;
  }

  catalogue(): readonly CatalogueEntry[] {
    return this.parts.extensions.loaded.map(catalogueEntry);
  }

  refused(): readonly RefusedExtension[] {
    return this.parts.refused;
  }

  async createInstallation(tenant: string, type: string): Promise<Installation> {
    if (this.parts.extensions.ofType(type)) return this.parts.installations.create(tenant, type);
    throw new Fault({
      kind: 'config',
      code: 'unknown_extension_type',
      path: '/type',
      message: 'Choose a type from the catalogue.',
    });
  }

  async installations(tenant: string): Promise<readonly InstallationView[]> {
    return this.views(await this.parts.installations.of(tenant));
  }

  async installation(tenant: string, id: string): Promise<InstallationView> {
    const found = await this.parts.installations.get(tenant, id);
    const [view] = await this.views([found]);
    return view ?? { ...found, check: null, problems: [] };
  }

  async setActive(
    tenant: string,
    id: string,
    change: SwitchChange,
  ): Promise<Configured | Issues | UninstallReport> {
    const { extension, call } = await this.inspect(tenant, id);
    if (!change.active) {
      return this.parts.endings.begin(
        { extension, call },
        { mode: change.mode ?? 'pause', queue: change.queue ?? 'keep', remote: 'leave' },
      );
    }
    const { settings, revision } = await inForce(extension, call);
    const result = await extension.configure(call, { settings, active: true, expectedRevision: revision });
    if (result.status === 'configured') {
      await this.parts.installations.setActive(id, result.active, null);
      await this.parts.installations.setEnding(id, null);
    }
    return result;
  }

  async removeInstallation(tenant: string, id: string, request: UninstallRequest): Promise<UninstallReport> {
    // While it goes on the row stays, so that it can be followed, and finished by whoever asks again.
    return this.parts.endings.begin(await this.inspect(tenant, id), request);
  }

  async connect(tenant: string, id: string, browser: string): Promise<Redirect | Connected | Refused> {
    const { extension, call } = await this.inspect(tenant, id);
    const result = await extension.connect(call, { step: 'begin', browser });
    await this.noteConnected(id, result);
    return result;
  }

  async callback(query: {
    state?: string;
    code?: string;
    error?: string;
    browser: string;
  }): Promise<Connected | Refused> {
    const { state, code, error, browser } = query;
    const id = installationOf(state);
    const installation = id === null ? null : await this.parts.installations.find(id);
    if (!installation || state === undefined) return stateRefused(state);
    const { extension, call } = this.parts.extensions.enter(installation);
    const result = await extension.connect(call, {
      step: 'callback',
      browser,
      state,
      ...(code === undefined ? {} : { code }),
      ...(error === undefined ? {} : { error }),
    });
    if (result.status === 'redirect') return stateRefused(state);
    const settled = settledAlready(
      result,
      result.status === 'refused' ? await this.check(installation) : null,
    );
    if (settled) return settled;
    await this.noteConnected(installation.id, result);
    return result;
  }

  async configuration(tenant: string, id: string): Promise<Configuration> {
    const { extension, call } = await this.inspect(tenant, id);
    return inForce(extension, call);
  }

  async configure(
    tenant: string,
    id: string,
    request: { settings: JsonObject; expectedRevision: number; dryRun?: boolean },
  ): Promise<Configured | Issues> {
    const { active } = await this.parts.installations.get(tenant, id);
    const { extension, call } = await this.inspect(tenant, id);
    return extension.configure(call, { ...request, active });
  }

  async dispatch(tenant: string, items: readonly EventItem[]): Promise<readonly WireReceipt[]> {
    this.requireAccepting();
    await this.platform.noteEvents(tenant, eventsAmong(items));
    return this.parts.dispatcher.events(await this.receivers(tenant), items);
  }

  async dispatchAudienceChange(tenant: string, change: AudienceChange): Promise<WireReceipt> {
    this.requireAccepting();
    return this.parts.dispatcher.audienceChange(await this.receivers(tenant), change);
  }

  async inspect(tenant: string, id: string): Promise<{ extension: AnyExtension; call: Call }> {
    return this.parts.extensions.enter(await this.parts.installations.get(tenant, id));
  }

  async health(): Promise<HostHealth> {
    const extensions = await this.parts.extensions.health();
    const refused = this.parts.refused.length > 0;
    const problems = this.parts.operator.all();
    return {
      ok: !refused && Object.values(extensions).every(({ ok }) => ok),
      extensions,
      ...(problems.length > 0 ? { problems } : {}),
    };
  }

  stop(deadline: number): Promise<void> {
    this.stopping ??= this.close(deadline);
    return this.stopping;
  }

  private async close(deadline: number): Promise<void> {
    this.parts.endings.stop();
    await this.parts.extensions.stop(deadline, this.parts.clock.now());
    await this.parts.lanes.close();
    await this.platform.settle();
    await this.parts.store.close();
  }

  private requireAccepting(): void {
    if (this.parts.accepts) return;
    throw new Fault({
      kind: 'config',
      code: 'delivers_only',
      message: 'This process only delivers: send it to one that accepts.',
    });
  }

  private async noteConnected(id: string, result: Redirect | Connected | Refused): Promise<void> {
    if (result.status === 'connected' && result.active) {
      await this.parts.installations.setActive(id, true, null);
    }
  }

  private async receivers(tenant: string): Promise<readonly Receiver[]> {
    const installations = await this.parts.installations.of(tenant);
    return installations.map((installation) => {
      const loaded = this.parts.extensions.ofType(installation.type);
      const name = loaded?.manifest.id ?? installation.type;
      return { installation, name, entered: loaded ? this.parts.extensions.enter(installation) : null };
    });
  }

  private async views(installations: readonly Installation[]): Promise<readonly InstallationView[]> {
    const problems = await this.parts.installations.problems(installations.map(({ id }) => id));
    return Promise.all(
      installations.map(async (installation) => ({
        ...installation,
        check: await this.check(installation),
        problems: problems.get(installation.id) ?? [],
      })),
    );
  }

  /** `null` where the extension cannot be asked: a list of installations is shown all the same. */
  private async check(installation: Installation): Promise<Check | null> {
    if (!this.parts.extensions.ofType(installation.type)) return null;
    const { extension, call } = this.parts.extensions.enter(installation);
    try {
      return (await extension.check?.(call)) ?? null;
    } catch (error) {
      call.logger.warn({ error }, 'The extension could not tell the state of an installation');
      return null;
    }
  }
}

async function inForce(extension: AnyExtension, call: Call): Promise<Configuration> {
  return (await extension.configuration?.(call)) ?? { settings: {}, revision: 0, active: false };
}
