import { Fault, type Clock, type LaneScheduler, type Logger } from '../../contract/index.js';
import { loadPgBoss, PgBossScheduler } from '../../scheduler/index.js';
import type { HostOptions } from './host-options.js';
import { parseDatabaseSpec } from './store/database-spec.js';
import { AcceptingLanes } from './lanes/accepting-lanes.js';

/** The schedulers that this host gives its extensions; none where each schedules in its process. */
export class HostLanes {
  private readonly opened: PgBossScheduler[] = [];

  private constructor(
    private readonly url: string | null,
    private readonly accepts: boolean,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @throws Fault `scheduler_needs_postgres`, `role_needs_scheduler`, `node_too_old`, `pg_boss_missing` */
  static async of(options: HostOptions, clock: Clock, logger: Logger): Promise<HostLanes> {
    const role = options.role ?? 'both';
    if (options.scheduler !== 'pg-boss') {
      if (role === 'both') return new HostLanes(null, false, clock, logger);
      throw new Fault({
        kind: 'config',
        code: 'role_needs_scheduler',
        message: `Only processes that share their lanes can share the work: use the scheduler pg-boss for the role ${role}.`,
      });
    }
    const database = parseDatabaseSpec(options.database);
    if (database.dialect !== 'postgres') {
      throw new Fault({
        kind: 'config',
        code: 'scheduler_needs_postgres',
        message: 'The scheduler pg-boss works on PostgreSQL: give the database as a postgres:// URL.',
      });
    }
    await loadPgBoss();
    return new HostLanes(database.url, role === 'accept', clock, logger);
  }

  /** The lanes of one extension; `null` where it schedules them itself. */
  async open(extension: string): Promise<LaneScheduler | null> {
    if (this.url === null) return null;
    const scheduler = await PgBossScheduler.open({
      url: this.url,
      queue: extension,
      clock: this.clock,
      logger: this.logger,
    });
    this.opened.push(scheduler);
    return this.accepts ? new AcceptingLanes(scheduler) : scheduler;
  }

  /** After the extensions have stopped, before their stores are closed. */
  async close(): Promise<void> {
    await Promise.all(this.opened.map((scheduler) => scheduler.close()));
  }
}
