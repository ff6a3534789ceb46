import { randomUUID } from 'node:crypto';
import { In, IsNull, Not } from 'typeorm';
import { Fault, type Clock, type Problem, type Store } from '../../../contract/index.js';
import type { Ending, Installation } from '../host.js';
import { InstallationRow } from './entities/installation.entity.js';
import { ProblemRow } from './entities/problem.entity.js';

/** Why an installation is off. */
export type Reason = NonNullable<Installation['reason']>;

/** The installations in the host's tables, with what is on their notice boards. */
export class StoredInstallations {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  async create(tenant: string, type: string): Promise<Installation> {
    const row = Object.assign(new InstallationRow(), {
      id: randomUUID(),
      tenant,
      type,
      active: false,
      reasonCode: null,
      reasonMessage: null,
      ending: null,
      createdAt: this.clock.now(),
    });
    await this.store.transaction((manager) => manager.insert(InstallationRow, row));
    return toInstallation(row);
  }

  async of(tenant: string): Promise<readonly Installation[]> {
    const rows = await this.store.read().find(InstallationRow, {
      where: { tenant },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    return rows.map(toInstallation);
  }

  /**
   * @param type only of this type
   * @throws Fault `installation_not_found`, for another tenant's too
   */
  async get(tenant: string, id: string, type?: string): Promise<Installation> {
    const where = { tenant, id, ...(type === undefined ? {} : { type }) };
    const row = await this.store.read().findOneBy(InstallationRow, where);
    if (row) return toInstallation(row);
    throw new Fault({
      kind: 'config',
      code: 'installation_not_found',
      path: '/id',
      message: 'This tenant has no installation with this id.',
    });
  }

  /** Whosever it is: for a browser that comes back with nothing but the state. */
  async find(id: string): Promise<Installation | null> {
    const row = await this.store.read().findOneBy(InstallationRow, { id });
    return row && toInstallation(row);
  }

  async setActive(id: string, active: boolean, reason: Reason | null): Promise<void> {
    await this.store.transaction((manager) =>
      manager.update(
        InstallationRow,
        { id },
        { active, reasonCode: reason?.code ?? null, reasonMessage: reason?.message ?? null },
      ),
    );
  }

  /** Keeps what end goes on, null where none does. */
  async setEnding(id: string, ending: Ending | null): Promise<void> {
    const text = ending === null ? null : JSON.stringify(ending);
    await this.store.transaction((manager) => manager.update(InstallationRow, { id }, { ending: text }));
  }

  /** Those of all tenants whose end goes on. */
  async ending(): Promise<readonly Installation[]> {
    const rows = await this.store.read().findBy(InstallationRow, { ending: Not(IsNull()) });
    return rows.map(toInstallation);
  }

  async remove(id: string): Promise<void> {
    await this.store.transaction(async (manager) => {
      await manager.delete(ProblemRow, { installation: id });
      await manager.delete(InstallationRow, { id });
    });
  }

  /** Keyed by installation, the oldest problem first. */
  async problems(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Problem[]>> {
    const problems = new Map<string, Problem[]>(ids.map((id) => [id, []]));
    if (ids.length === 0) return problems;
    const rows = await this.store.read().find(ProblemRow, {
      where: { installation: In([...ids]) },
      order: { at: 'ASC', key: 'ASC' },
    });
    for (const row of rows) problems.get(row.installation)?.push(toProblem(row));
    return problems;
  }
}

function toInstallation(row: InstallationRow): Installation {
  const { id, tenant, type, active, createdAt } = row;
  const reason = row.reasonCode === null ? null : { code: row.reasonCode, message: row.reasonMessage ?? '' };
  const ending = row.ending === null ? {} : { ending: JSON.parse(row.ending) as Ending };
  return { id, tenant, type, active, reason, createdAt, ...ending };
}

function toProblem(row: ProblemRow): Problem {
  const { key, code, severity, message, action } = row;
  return { key, code, severity, message, ...(action === null ? {} : { action }) };
}
