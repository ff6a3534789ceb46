import type { KlaviyoAnswer } from './answer.js';
import type { KlaviyoRequest } from './request.js';

/** A way to Klaviyo for one connected account: puts the token on, and refreshes it once when it is refused. */
export interface KlaviyoSession {
  send(request: KlaviyoRequest): Promise<KlaviyoAnswer>;
}
