import type { PgBoss } from 'pg-boss';
import { loadPgBoss } from './load-pg-boss.js';
import type { PgBossOptions } from './pg-boss-options.js';

/** A process that has not been heard of for so long is dead: the shortest that pg-boss takes. */
const HEARTBEAT_S = 10;
/** How often the dead are looked for. */
const WATCH_S = 1;
/** A lane may run as long as it has work: what ends it is its heartbeat. The longest but one that pg-boss takes. */
const LONGEST_RUN_S = 86_000;
/** What has run is of no use to anybody. */
const KEPT_S = 60;
/** A death costs one try. */
const DEATHS = 10_000;

/** pg-boss on a pool and in a schema of its own, started, with the queue of the lanes. @throws Fault as `loadPgBoss` */
export async function openPgBoss(options: PgBossOptions): Promise<PgBoss> {
  const { PgBoss } = await loadPgBoss();
  const { url, queue, logger } = options;
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'wll-lanes',
    schema: options.schema ?? 'wll_lanes',
    migrate: options.migrate ?? true,
    max: 10,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: WATCH_S,
    monitorIntervalSeconds: WATCH_S,
    maintenanceIntervalSeconds: KEPT_S,
  });
  boss.on('error', (error) => logger.warn({ reason: String(error) }, 'pg-boss reported an error'));
  boss.on('warning', ({ message }) => logger.info({ reason: message }, 'pg-boss reported a warning'));
  await boss.start();
  const behaviour = {
    notify: true,
    heartbeatSeconds: HEARTBEAT_S,
    expireInSeconds: LONGEST_RUN_S,
    deleteAfterSeconds: KEPT_S,
    retryLimit: DEATHS,
    retryDelay: 0,
    retryBackoff: false,
  };
  try {
    await boss.createQueue(queue, { policy: 'stately', ...behaviour });
    await boss.updateQueue(queue, behaviour);
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  return boss;
}
