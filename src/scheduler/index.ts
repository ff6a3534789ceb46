export { PgBossScheduler } from './pg-boss-scheduler.js';
export type { PgBossOptions } from './pg-boss-options.js';
export { loadPgBoss } from './load-pg-boss.js';
