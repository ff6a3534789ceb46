import type { AxiosInstance } from 'axios';
import type { KlaviyoAnswer } from './answer.js';
import { toTransportError } from './http.js';
import { readResponse } from './read-response.js';
import type { KlaviyoRequest } from './request.js';
import { KLAVIYO_REVISION } from './revision.js';
import { PATIENCE, type Patience, withDeadline } from './with-deadline.js';

const MEDIA_TYPE = 'application/vnd.api+json';

/** Sends one request to Klaviyo's API with the headers that every call needs. It knows no loyalty and no retry. */
export class KlaviyoClient {
  constructor(
    private readonly http: AxiosInstance,
    private readonly origin: string,
    private readonly patience: Patience = PATIENCE,
  ) {}

  /**
   * @param signal the lane's: when it is aborted the request ends within {@link STOP_GRACE_MS}
   * @returns the answer, whatever its status and whoever wrote it
   * @throws KlaviyoTransportError when none came, or not whole, or not within {@link REQUEST_DEADLINE_MS}
   */
  async send(request: KlaviyoRequest, accessToken: string, signal?: AbortSignal): Promise<KlaviyoAnswer> {
    const startedAt = performance.now();
    try {
      const response = await withDeadline(
        (ending) =>
          this.http.request<unknown>({
            url: this.origin + request.path,
            method: request.method,
            headers: {
              authorization: `Bearer ${accessToken}`,
              revision: KLAVIYO_REVISION,
              // Without it a retired revision is silently served as a newer one; with it Klaviyo answers 410.
              'x-klaviyo-revision-fall-forward-opt-out': '1',
              accept: MEDIA_TYPE,
              ...(request.body === undefined ? {} : { 'content-type': MEDIA_TYPE }),
            },
            ...(request.body === undefined ? {} : { data: request.written ?? JSON.stringify(request.body) }),
            signal: ending,
          }),
        signal,
        this.patience,
      );
      return readResponse(response, this.origin, performance.now() - startedAt);
    } catch (error) {
      throw toTransportError(error);
    }
  }
}
