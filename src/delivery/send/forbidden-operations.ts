import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../connection/index.js';
import { type Problems } from '../../contract/index.js';
import { missingScopes } from '../../klaviyo/index.js';
import type { Outcome } from '../../providers/index.js';
import type { LaneContext } from '../context/lane-context.js';
import { forbiddenProblem } from './forbidden-problem.js';

/**
 * Operations that Klaviyo refuses with 403: whoever can mend it is told which one and why, and that it works again when it
 * does.
 */
@injectable()
export class ForbiddenOperations {
  /** `connection\noperation` of those that are known to work. */
  private readonly working = new Set<string>();

  constructor(@inject(PROBLEMS) private readonly problems: Problems) {}

  /** @returns the code of the problem that is raised */
  async tell(
    { tenant, connectionId, grantedScopes, capabilityOf }: LaneContext,
    operation: string,
    outcome: Extract<Outcome<unknown>, { kind: 'forbidden' }>,
  ): Promise<string> {
    this.working.delete(keyOf(connectionId, operation));
    const missing = missingScopes(outcome.operation, grantedScopes);
    const about = capabilityOf(operation)?.id ?? operation;
    const isScope = missing === null || missing.length > 0;
    const code = isScope ? 'permission_missing' : 'klaviyo_forbids';
    const scopes = missing?.length ? ` (${missing.join(', ')})` : '';
    await this.problems.raise(tenant, connectionId, {
      key: forbiddenProblem(operation),
      code,
      severity: 'error',
      message: isScope
        ? `Klaviyo does not permit this any more: ${about}${scopes}. Connect Klaviyo again and allow what it asks for.`
        : `Klaviyo refuses this although it was allowed: ${about}. It says: ${outcome.message} Look at the account in Klaviyo; it is tried again by itself.`,
      ...(isScope ? { action: 'reconnect' as const } : {}),
    });
    return code;
  }

  /** The operation works: what was told of it is over, also what another process has told. */
  async settleWorking({ tenant, connectionId }: LaneContext, operation: string): Promise<void> {
    const key = keyOf(connectionId, operation);
    if (this.working.has(key)) return;
    this.working.add(key);
    await this.problems.clear(tenant, connectionId, forbiddenProblem(operation));
  }
}

const keyOf = (connectionId: string, operation: string): string => `${connectionId}\n${operation}`;
