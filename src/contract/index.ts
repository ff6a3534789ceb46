/**
 * The agreement between a host and its extensions: types, tokens, faults, receipts and the manifest's schema.
 * It knows no vendor. Read `extension.ts` first, then `module.ts` and `tokens.ts`.
 *
 * @packageDocumentation
 */
export * from './activity.js';
export * from './call.js';
export * from './closed-account.js';
export * from './extension.js';
export * from './explanation.js';
export * from './fault.js';
export * from './inspection.js';
export * from './issue.js';
export * from './lifecycle.js';
export * from './manifest.js';
export * from './manifest.schema.js';
export * from './module.js';
export * from './operations.js';
export * from './overview.js';
export * from './platform.js';
export * from './receipt.js';
export * from './services/clock.js';
export * from './services/directory.js';
export * from './services/egress.js';
export * from './services/exports.js';
export * from './services/installations.js';
export * from './services/lanes.js';
export * from './services/logger.js';
export * from './services/oauth-client.js';
export * from './services/operator-problems.js';
export * from './services/problems.js';
export * from './services/store.js';
export * from './services/vault.js';
export * from './sync.js';
export * from './tokens.js';
export * from './version.js';
