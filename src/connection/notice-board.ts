import { inject, injectable, type ServiceIdentifier } from 'inversify';
import type { EntityManager } from 'typeorm';
import {
  type Clock,
  Fault,
  HOST,
  type Installations,
  type Logger,
  type Problem,
  type Problems,
  type Store,
} from '../contract/index.js';
import {
  deleteNotice,
  isConnectionStored,
  type NoticeRow,
  putNotice,
  readNotice,
  readNotices,
  settleNotice,
} from '../store/index.js';

/** The board that everything in this extension puts its problems on: the host is told until it knows. */
export const PROBLEMS = Symbol('problems') as ServiceIdentifier<Problems>;

/** Under this key stands that an installation is to be switched off. */
const DEACTIVATE = '@deactivate';
/** Notices in one round. */
const MOST = 1_000;

type Whose = Pick<NoticeRow, 'connectionId' | 'tenant'>;

/**
 * What the host has to know: problems, their end, and that an installation was switched off. Each is a row before the host is
 * told of it, so that neither a crash nor a host that does not answer can leave the two of different minds; the heartbeat
 * repeats what was not taken, a start also what still holds.
 */
@injectable()
export class NoticeBoard implements Problems {
  /** Of those that this process has asked the host to take down although no row stands for them. */
  private readonly clean = new Set<string>();

  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(HOST.problems) private readonly host: Problems,
    @inject(HOST.installations) private readonly installations: Installations,
  ) {}

  async raise(tenant: string, connectionId: string, problem: Problem): Promise<void> {
    const before = await readNotice(this.store.read(), connectionId, problem.key);
    const isTold = before?.kind === 'raise' && before.toldAt !== null;
    if (isTold && JSON.stringify(before.body) === JSON.stringify(problem)) return;
    const row = await this.store.transaction(async (manager) =>
      (await isConnectionStored(manager, connectionId))
        ? this.note(manager, { tenant, connectionId }, problem)
        : null,
    );
    if (row) await this.tell(row);
    else await this.quietly(connectionId, this.host.raise(tenant, connectionId, problem));
  }

  async clear(tenant: string, connectionId: string, key: string): Promise<void> {
    const before = await readNotice(this.store.read(), connectionId, key);
    const name = `${connectionId}\n${key}`;
    if (before) {
      await this.tell(
        await this.store.transaction((manager) =>
          putNotice(manager, { connectionId, tenant, key, kind: 'clear', body: null }, this.clock.now()),
        ),
      );
    } else if (!this.clean.has(name)) {
      await this.quietly(connectionId, this.host.clear(tenant, connectionId, key));
    }
    this.clean.add(name);
  }

  /** Notes a problem in the transaction that makes it true; {@link tell} it after the commit. */
  note(manager: EntityManager, { tenant, connectionId }: Whose, problem: Problem): Promise<NoticeRow> {
    const { key } = problem;
    return putNotice(manager, { connectionId, tenant, key, kind: 'raise', body: problem }, this.clock.now());
  }

  /** Notes that the installation is switched off, in the transaction that does it; {@link tell} it after the commit. */
  noteDeactivation(
    manager: EntityManager,
    { tenant, connectionId }: Whose,
    { code, message }: Pick<Problem, 'code' | 'message'>,
  ): Promise<NoticeRow> {
    const body: Problem = { key: DEACTIVATE, code, severity: 'error', message };
    const notice = { connectionId, tenant, key: DEACTIVATE, kind: 'deactivate', body } as const;
    return putNotice(manager, notice, this.clock.now());
  }

  /** It is on again: nobody is to be told that it is off. */
  async forgetDeactivation(manager: EntityManager, connectionId: string): Promise<void> {
    await deleteNotice(manager, connectionId, DEACTIVATE);
  }

  /** Tells the host. What it does not take is told again by {@link repeat}. */
  async tell(row: NoticeRow): Promise<void> {
    if (!(await this.quietly(row.connectionId, this.send(row)))) return;
    await this.store.transaction((manager) => settleNotice(manager, row, this.clock.now()));
  }

  /** @param all also what the host was told and that still holds */
  async repeat(all: boolean): Promise<void> {
    for (const row of await readNotices(this.store.read(), all, MOST)) await this.tell(row);
  }

  private send({ tenant, connectionId, key, kind, body }: NoticeRow): Promise<void> {
    if (kind === 'clear' || body === null) return this.host.clear(tenant, connectionId, key);
    if (kind === 'raise') return this.host.raise(tenant, connectionId, body);
    const { code, message } = body;
    return this.installations.deactivate(tenant, connectionId, { code, message });
  }

  /** @returns whether the host has taken it, or has no such installation any more */
  private async quietly(connectionId: string, told: Promise<void>): Promise<boolean> {
    try {
      await told;
      return true;
    } catch (error) {
      if (Fault.is(error) && error.kind === 'config') return true;
      this.logger.warn({ connection: connectionId, reason: String(error) }, 'the host could not be told');
      return false;
    }
  }
}
