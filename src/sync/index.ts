/** Initial load and reconciliation: everything that was there before, and staying equal. */
export * from './load/history-feeder.js';
export * from './load/load-steps.js';
export * from './plan/list-planner.js';
export * from './plan/load-planner.js';
export * from './plan/measured-rate.js';
export * from './plan/member-counter.js';
export * from './reconcile/compare-lists.js';
export * from './reconcile/compare-members.js';
export * from './reconcile/expected-members.js';
export * from './reconcile/findings.js';
export * from './reconcile/reconcile-steps.js';
export * from './reconcile/repairs.js';
export * from './refresh/leavers.js';
export * from './refresh/refresh-steps.js';
export * from './runs/run-book.js';
export * from './runs/sync-desk.js';
export * from './runs/sync-guest.js';
