import type { ServiceIdentifier } from 'inversify';

/** The scopes that are asked for: the manifest's own and those of its capabilities, each once. */
export const OAUTH_SCOPES = Symbol.for('klaviyo.oauth-scopes') as ServiceIdentifier<readonly string[]>;
