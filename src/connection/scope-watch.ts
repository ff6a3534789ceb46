import { inject, injectable } from 'inversify';
import { type Issue, type Problems } from '../contract/index.js';
import { PROBLEMS } from './notice-board.js';
import type { ConnectionEntity } from '../store/index.js';
import { OAUTH_SCOPES, type ScopesAsked } from './oauth-scopes.js';

/** Key of the problem that scopes are missing. */
const SCOPES_PROBLEM = 'scopes_missing';

/** `scopes` are null or empty where Klaviyo never told: then nothing is known to be missing. */
type Granted = Pick<ConnectionEntity, 'id' | 'settings' | 'scopes'>;

/** Compares what Klaviyo has granted with what the manifest asks for. Only what needs a missing scope rests. */
@injectable()
export class ScopeWatch {
  constructor(
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(OAUTH_SCOPES) private readonly wantedOf: ScopesAsked,
  ) {}

  issues(connection: Granted): readonly Issue[] {
    const missing = this.missing(connection);
    return missing.length === 0
      ? []
      : [{ path: '/scopes', code: SCOPES_PROBLEM, message: sentence(missing) }];
  }

  /** Tells what is missing, or that nothing is any more. */
  async tell(tenant: string, connection: Granted): Promise<void> {
    const connectionId = connection.id;
    const missing = this.missing(connection);
    if (missing.length === 0) return this.problems.clear(tenant, connectionId, SCOPES_PROBLEM);
    await this.problems.raise(tenant, connectionId, {
      key: SCOPES_PROBLEM,
      code: SCOPES_PROBLEM,
      severity: 'warning',
      message: sentence(missing),
      action: 'reconnect',
    });
  }

  private missing(connection: Granted): readonly string[] {
    const { scopes: granted } = connection;
    if (granted === null || granted.length === 0) return [];
    return this.wantedOf(connection).filter((scope) => !granted.includes(scope));
  }
}

const sentence = (missing: readonly string[]): string =>
  `Klaviyo has not granted ${missing.join(', ')}: what needs it rests, everything else flows. Reconnect Klaviyo to grant it.`;
