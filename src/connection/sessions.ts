import { inject, injectable } from 'inversify';
import { setMaxListeners } from 'node:events';
import { Fault } from '../contract/index.js';
import {
  judgeAnswer,
  type KlaviyoAnswer,
  KlaviyoClient,
  type KlaviyoRequest,
  type KlaviyoSession,
  KlaviyoTransportError,
} from '../klaviyo/index.js';
import { RevisionWatch } from './revision-watch.js';
import { TokenKeeper } from './token-keeper.js';

/** Opens sessions: requests that carry a good token of one connection. */
@injectable()
export class Sessions {
  constructor(
    @inject(KlaviyoClient) private readonly client: KlaviyoClient,
    @inject(TokenKeeper) private readonly tokens: TokenKeeper,
    @inject(RevisionWatch) private readonly revisions: RevisionWatch,
  ) {}

  /** @param signal the lane's: what is under way ends soon after it, nothing new goes */
  of(connectionId: string, signal?: AbortSignal): KlaviyoSession {
    // Hundreds of requests of a lane are under way at once, and each listens until it has ended.
    if (signal) setMaxListeners(0, signal);
    return {
      send: async (request) => {
        const token = await untilAborted(this.tokens.accessToken(connectionId), signal);
        const answer = await this.ask(request, token, signal);
        if (!isUnauthorized(request, answer)) return answer;
        // One forced refresh, then once more; a second 401 is the caller's to judge.
        const renewed = await untilAborted(this.tokens.accessToken(connectionId, token), signal);
        const second = await this.ask(request, renewed, signal);
        if (isUnauthorized(request, second)) await this.tokens.refuse(connectionId, renewed);
        return second;
      },
    };
  }

  private async ask(request: KlaviyoRequest, token: string, signal?: AbortSignal): Promise<KlaviyoAnswer> {
    // A token may have been waited for: from here on nothing is.
    if (request.isRecalled?.()) throw recalled();
    const answer = await this.client.send(request, token, signal);
    this.revisions.note(request, answer);
    return answer;
  }
}

const recalled = (): Fault =>
  new Fault({
    kind: 'transient',
    code: 'request_recalled',
    message: 'What the request is about has changed while it was prepared; it is prepared anew.',
    retryAfterMs: 0,
  });

/** Klaviyo's own 401: what a gateway says costs no token. */
const isUnauthorized = ({ operation }: KlaviyoRequest, answer: KlaviyoAnswer): boolean =>
  judgeAnswer(operation, answer).kind === 'unauthorized';

/** Waits for a token, but no longer than the lane lasts: nothing has been sent by then. */
async function untilAborted<T>(waited: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return waited;
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new KlaviyoTransportError('no', 'ABORTED', undefined));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([waited, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    waited.catch(() => undefined);
    aborted.catch(() => undefined);
  }
}
