/** Accept, store, schedule, send, settle: facts are queued, states converge. */
export * from './acceptor.js';
export * from './audience-acceptor.js';
export * from './event-delivery.js';
export * from './list-delivery.js';
export * from './list-reader.js';
export * from './in-process-scheduler.js';
export * from './lane-runner.js';
export * from './lane-waker.js';
export * from './member-delivery.js';
export * from './member-identity.js';
export * from './operations-desk.js';
export * from './sender.js';
export * from './sequence.js';
export * from './settings-in-force.js';
export * from './state-delivery.js';
export * from './sweep.js';
export * from './work-loader.js';
