import { inject, injectable } from 'inversify';
import { KlaviyoClient, type KlaviyoSession } from '../klaviyo/index.js';
import { TokenKeeper } from './token-keeper.js';

/** Opens sessions: requests that carry a good token of one connection. */
@injectable()
export class Sessions {
  constructor(
    @inject(KlaviyoClient) private readonly client: KlaviyoClient,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
  ) {}

  of(connectionId: string, signal?: AbortSignal): KlaviyoSession {
    return {
      send: async (request) => {
        const token = await this.tokens.accessToken(connectionId);
        const answer = await this.client.send(request, token, signal);
        if (answer.status !== 401) return answer;
        // One forced refresh, then once more; a second 401 is the caller's to judge.
        const renewed = await this.tokens.accessToken(connectionId, token);
        return this.client.send(request, renewed, signal);
      },
    };
  }
}
