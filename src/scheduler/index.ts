export { PgBossScheduler } from './pg-boss-scheduler.js';
export type { PgBossOptions } from './pg-boss-options.js';
