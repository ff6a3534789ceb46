import { inject, injectable } from 'inversify';
import { type Call, HOST, type Issue, type Logger, type Problems } from '../contract/index.js';
import { OAuthApi } from '../klaviyo/index.js';
import { Connections } from './connections.js';
import { RECONNECT_PROBLEM, TokenKeeper } from './token-keeper.js';
import { TOKEN_PROBLEM } from './token-troubles.js';

/** Ends a connection from our side: revokes at Klaviyo, drops the tokens, keeps the rest. Repeatable. */
@injectable()
export class Disconnector {
  constructor(
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(HOST.problems) private readonly problems: Problems,
    @inject(OAuthApi) private readonly oauth: OAuthApi,
    @inject(Connections) private readonly connections: Connections,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
  ) {}

  /** @returns what could not be done; the connection is ended all the same */
  async disconnect(call: Call): Promise<Issue[]> {
    const connection = await this.connections.of(call);
    const held = await this.tokens.unseal(connection).catch(() => null);
    await this.connections.change(call, {
      state: connection.state === 'draft' ? 'draft' : 'disconnected',
      tokens: null,
      tokenExpiresAt: null,
      liveAccount: null,
      reasonCode: 'switched_off',
    });
    this.tokens.forget(call.installation);
    for (const key of [RECONNECT_PROBLEM, TOKEN_PROBLEM]) {
      await this.problems.clear(call.tenant, call.installation, key);
    }
    if (!held) return [];
    try {
      await this.oauth.revoke(held.refresh);
      return [];
    } catch (error) {
      this.logger.warn({ connection: call.installation, reason: String(error) }, 'revocation not confirmed');
      return [
        {
          path: '',
          code: 'revoke_not_confirmed',
          message:
            'Klaviyo did not confirm the removal. Remove the app in Klaviyo: Settings, Integrations, Remove.',
        },
      ];
    }
  }
}
