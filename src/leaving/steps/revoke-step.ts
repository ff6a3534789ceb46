import { inject, injectable } from 'inversify';
import {
  PROBLEMS,
  RECONNECT_PROBLEM,
  Revoker,
  StrayConsents,
  TOKEN_PROBLEM,
  TokenKeeper,
} from '../../connection/index.js';
import { type Issue, type Problems } from '../../contract/index.js';
import type { ConnectionEntity, LeavingRow } from '../../store/index.js';
import { backoffMs } from '../plan/backoff.js';
import { LeavingBook } from '../book/leaving-book.js';

/** Key of the problem that Klaviyo has not confirmed a removal. */
const REVOKE_PROBLEM = 'revocation_waits';

/** Asks Klaviyo to end the authorisation until it confirms: the tokens stay until then. */
@injectable()
export class RevokeStep {
  constructor(
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
    @inject(Revoker) private readonly revoker: Revoker,
    @inject(StrayConsents) private readonly strays: StrayConsents,
    @inject(LeavingBook) private readonly book: LeavingBook,
  ) {}

  async take(row: LeavingRow, connection: ConnectionEntity): Promise<number> {
    const { id, tenant } = connection;
    const held = await this.tokens.unseal(connection).catch(() => 'sealed' as const);
    if (held === 'sealed') {
      await this.end(row, connection, NOT_POSSIBLE);
      return 0;
    }
    const isStray = await this.strays.endAll(id);
    const revoked = held === null ? CONFIRMED : await this.revoker.revoke(id, held.refresh);
    if (revoked.confirmed && isStray) {
      await this.end(row, connection, null);
      return 0;
    }
    await this.problems.raise(tenant, id, {
      key: REVOKE_PROBLEM,
      code: REVOKE_PROBLEM,
      severity: 'warning',
      message:
        'Klaviyo has not confirmed the removal yet. It is asked again by itself; you can also remove the app in Klaviyo: ' +
        'Settings, Integrations, Remove.',
    });
    await this.book.putOff(row, backoffMs(row.attempts + 1));
    return 0;
  }

  private async end(row: LeavingRow, { id, tenant }: ConnectionEntity, issue: Issue | null): Promise<void> {
    for (const key of [REVOKE_PROBLEM, RECONNECT_PROBLEM, TOKEN_PROBLEM]) {
      await this.problems.clear(tenant, id, key);
    }
    await this.book.advance(row, { issue });
  }
}

const CONFIRMED = { confirmed: true } as const;

const NOT_POSSIBLE: Issue = {
  path: '',
  code: 'revoke_not_possible',
  message:
    "The tokens cannot be read with the host's keys, so Klaviyo could not be asked to end the connection. Remove the app in " +
    'Klaviyo: Settings, Integrations, Remove.',
};
