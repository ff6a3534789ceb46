/** The tie to a Klaviyo account: OAuth, tokens, refresh, heartbeat, removal. */
export * from './authorizer.js';
export * from './connections.js';
export * from './disconnector.js';
export * from './heartbeat.js';
export * from './oauth-scopes.js';
export * from './revision-watch.js';
export * from './round-loop.js';
export * from './sessions.js';
export * from './token-keeper.js';
export * from './token-troubles.js';
