import type { ServiceIdentifier } from 'inversify';
import type { ConnectionEntity } from '../store/index.js';

/**
 * The scopes that are asked for, each once: the manifest's own, those of its capabilities, and what only the settings of
 * this connection need.
 */
export type ScopesAsked = (connection: Pick<ConnectionEntity, 'id' | 'settings'>) => readonly string[];

export const OAUTH_SCOPES = Symbol.for('klaviyo.oauth-scopes') as ServiceIdentifier<ScopesAsked>;
