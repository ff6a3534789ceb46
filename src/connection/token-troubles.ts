import { inject, injectable, optional } from 'inversify';
import { PROBLEMS } from './notice-board.js';
import { HOST, type Logger, type OperatorProblems, type Problems } from '../contract/index.js';
import type { ConnectionEntity } from '../store/index.js';

/** Key of the problem that tells a tenant that Klaviyo gives no new tokens. */
export const TOKEN_PROBLEM = 'token_refresh';
/** Key of the operator's problem that the platform's own credentials are refused. */
const CLIENT_PROBLEM = 'oauth_client_refused';

/** Shorter troubles pass without anybody having to know. */
const TOLD_AFTER_MS = 300_000;

type Connection = Pick<ConnectionEntity, 'id' | 'tenant'>;

/** A refresh that did not succeed. */
export interface TokenTrouble {
  readonly code: string;
  /** The platform's own credentials are refused. */
  readonly isOurs: boolean;
  readonly isFirst: boolean;
  /** How long it has been going on (ms). */
  readonly lasting: number;
}

/**
 * Tells of tokens that cannot be renewed: a log line for the first failure and for the recovery, a problem of the tenant
 * after five minutes, one of the operator at once where the platform's own credentials are the reason.
 */
@injectable()
export class TokenTroubles {
  /** By connection: whether its tenant is told. Unknown in a new process: one before may have told it. */
  private readonly told = new Map<string, boolean>();
  private isClientSettled = false;

  constructor(
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(PROBLEMS) private readonly problems: Problems,
    @inject(HOST.operatorProblems) @optional() private readonly operator: OperatorProblems | undefined,
  ) {}

  async tell({ id, tenant }: Connection, { code, isOurs, isFirst, lasting }: TokenTrouble): Promise<void> {
    if (isFirst) this.logger.warn({ connection: id, code }, 'Klaviyo does not renew the access token');
    if (isOurs) await this.tellOperator();
    if (lasting < TOLD_AFTER_MS || this.told.get(id) === true) return;
    this.told.set(id, true);
    await this.quietly(
      this.problems.raise(tenant, id, {
        key: TOKEN_PROBLEM,
        code: 'token_refresh_failing',
        severity: 'warning',
        message:
          'Klaviyo has not renewed its permission for five minutes and more. What waits is kept and goes on by itself; ' +
          'connect Klaviyo again if it lasts for hours.',
      }),
    );
  }

  /** @param wasFailing whether a failure has been logged */
  async settle({ id, tenant }: Connection, wasFailing: boolean): Promise<void> {
    if (wasFailing) this.logger.info({ connection: id }, 'Klaviyo renews the access token again');
    if (this.told.get(id) !== false) {
      this.told.set(id, false);
      await this.quietly(this.problems.clear(tenant, id, TOKEN_PROBLEM));
    }
    if (this.isClientSettled) return;
    this.isClientSettled = true;
    if (this.operator) await this.quietly(this.operator.clear(CLIENT_PROBLEM));
  }

  private async tellOperator(): Promise<void> {
    this.isClientSettled = false;
    if (!this.operator) return;
    await this.quietly(
      this.operator.raise({
        key: CLIENT_PROBLEM,
        code: CLIENT_PROBLEM,
        severity: 'error',
        message:
          "Klaviyo refuses the platform's OAuth client. Check its client id and secret; until then no tenant's tokens " +
          'can be renewed. What waits is kept.',
      }),
    );
  }

  /** A notice board that is away must not keep a token from whoever waits for it. */
  private async quietly(told: Promise<void>): Promise<void> {
    await told.catch((error: unknown) => {
      this.logger.error({ reason: String(error) }, 'a problem could not be told or cleared');
    });
  }
}
