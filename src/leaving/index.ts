/** The end of a connection, and its rest: begun in one transaction, taken step by step, over restarts. */
export * from './book/leaving-book.js';
export * from './clearing/clear-lists.js';
export * from './clearing/clear-properties.js';
export * from './clearing/clearing-on-lane.js';
export * from './run/leaver.js';
export * from './run/leaving-desk.js';
export * from './steps/drain-step.js';
export * from './steps/purge-step.js';
export * from './steps/revoke-step.js';
export * from './steps/settle-step.js';
