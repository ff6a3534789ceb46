import { inject, injectable } from 'inversify';
import { type Issue, type Problems } from '../contract/index.js';
import { PROBLEMS } from './notice-board.js';
import { OAUTH_SCOPES } from './oauth-scopes.js';

/** Key of the problem that scopes are missing. */
const SCOPES_PROBLEM = 'scopes_missing';

/** Compares what Klaviyo has granted with what the manifest asks for. Only what needs a missing scope rests. */
@injectable()
export class ScopeWatch {
  constructor(
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(OAUTH_SCOPES) private readonly wanted: readonly string[],
  ) {}

  /** @param granted null or empty where Klaviyo never told: then nothing is known to be missing */
  issues(granted: readonly string[] | null): readonly Issue[] {
    const missing = this.missing(granted);
    return missing.length === 0
      ? []
      : [{ path: '/scopes', code: SCOPES_PROBLEM, message: sentence(missing) }];
  }

  /** Tells what is missing, or that nothing is any more. */
  async tell(tenant: string, connectionId: string, granted: readonly string[] | null): Promise<void> {
    const missing = this.missing(granted);
    if (missing.length === 0) return this.problems.clear(tenant, connectionId, SCOPES_PROBLEM);
    await this.problems.raise(tenant, connectionId, {
      key: SCOPES_PROBLEM,
      code: SCOPES_PROBLEM,
      severity: 'warning',
      message: sentence(missing),
      action: 'reconnect',
    });
  }

  private missing(granted: readonly string[] | null): readonly string[] {
    if (granted === null || granted.length === 0) return [];
    return this.wanted.filter((scope) => !granted.includes(scope));
  }
}

const sentence = (missing: readonly string[]): string =>
  `Klaviyo has not granted ${missing.join(', ')}: what needs it rests, everything else flows. Reconnect Klaviyo to grant it.`;
