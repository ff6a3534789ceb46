import { inject, injectable } from 'inversify';
import { type Call, type Clock, Fault, HOST, type Store } from '../contract/index.js';
import {
  ConnectionEntity,
  type ConnectionState,
  insertConnection,
  readConnection,
  readConnectionsInStates,
  updateConnection,
} from '../store/index.js';

/** States in which accepted work is stored: `needs-reconnect` is not deaf, what it takes is sent after the repair. */
const ACCEPTING: readonly ConnectionState[] = ['active', 'needs-reconnect'];

/** A row read so recently is good enough to accept by and to go on sending: another process may have changed it. */
const GLANCE_MS = 1_000;

/** The connections of this extension, one for an installation. */
@injectable()
export class Connections {
  private readonly glanced = new Map<
    string,
    { readonly until: number; readonly row: Promise<ConnectionEntity | null> }
  >();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
  ) {}

  async find(id: string): Promise<ConnectionEntity | null> {
    return readConnection(this.store.read(), id);
  }

  /** As {@link find}, but up to a second old where another process has changed it. */
  glance(id: string): Promise<ConnectionEntity | null> {
    const held = this.glanced.get(id);
    const now = this.clock.now();
    if (held && held.until > now) return held.row;
    const row = this.find(id);
    this.glanced.set(id, { until: now + GLANCE_MS, row });
    row.catch(() => this.glanced.delete(id));
    return row;
  }

  /** Whoever has changed a connection says so here. */
  forget(id: string): void {
    this.glanced.delete(id);
  }

  /** As {@link of}, but up to a second old where another process has changed it. */
  async glanceOf(call: Call): Promise<ConnectionEntity> {
    return this.checked(call, await this.glance(call.installation));
  }

  /** The installation's connection, or a draft that is not stored. An installation of another tenant is a fault. */
  async of(call: Call): Promise<ConnectionEntity> {
    return this.checked(call, await this.find(call.installation));
  }

  private checked(call: Call, found: ConnectionEntity | null): ConnectionEntity {
    if (!found) return this.draft(call);
    if (found.tenant !== call.tenant) throw foreign();
    return found;
  }

  /** Changes the connection in one transaction, storing the draft first where there is none. */
  async change(call: Call, change: Partial<ConnectionEntity>): Promise<void> {
    const draft = this.draft(call);
    await this.store.transaction(async (manager) => {
      await insertConnection(manager, draft);
      const isOurs = await updateConnection(
        manager,
        { id: call.installation, tenant: call.tenant },
        { ...change, updatedAt: this.clock.now() },
      );
      if (!isOurs) throw foreign();
    });
    this.forget(call.installation);
  }

  async inStates(states: readonly ConnectionState[]): Promise<ConnectionEntity[]> {
    return readConnectionsInStates(this.store.read(), states);
  }

  accepts(connection: Pick<ConnectionEntity, 'state'>): boolean {
    return ACCEPTING.includes(connection.state);
  }

  private draft(call: Call): ConnectionEntity {
    const now = this.clock.now();
    return Object.assign(new ConnectionEntity(), {
      id: call.installation,
      tenant: call.tenant,
      state: 'draft',
      accountId: null,
      accountName: null,
      liveAccount: null,
      scopes: null,
      tokens: null,
      tokenExpiresAt: null,
      refreshedAt: null,
      settings: null,
      settingsRevision: 0,
      reasonCode: null,
      liveFrom: null,
      createdAt: now,
      updatedAt: now,
    } satisfies Fields<ConnectionEntity>);
  }
}

/** The columns of an entity, as plain data. */
type Fields<T> = { readonly [K in keyof T]: T[K] };

const foreign = (): Fault =>
  new Fault({
    kind: 'config',
    code: 'installation_not_found',
    message: 'This installation belongs to no connection of this tenant.',
    path: '/installation',
  });
