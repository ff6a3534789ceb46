/** The tie to a Klaviyo account: OAuth, tokens, refresh, heartbeat, removal. */
export * from './authorizer.js';
export * from './connections.js';
export * from './heartbeat.js';
export * from './is-ending.js';
export * from './notice-board.js';
export * from './oauth-scopes.js';
export * from './removal-watch.js';
export * from './revision-watch.js';
export * from './scope-watch.js';
export * from './revoker.js';
export * from './round-loop.js';
export * from './sessions.js';
export * from './stray-consents.js';
export * from './token-keeper.js';
export * from './token-troubles.js';
