import type { AxiosInstance } from 'axios';
import type { KlaviyoAnswer } from './answer.js';
import { parseErrors } from './error-document.js';
import { toTransportError } from './http.js';
import { parseRateLimit } from './rate-limit-header.js';
import type { KlaviyoRequest } from './request.js';
import { KLAVIYO_REVISION } from './revision.js';

const MEDIA_TYPE = 'application/vnd.api+json';

const parseBody = (text: unknown): unknown => {
  if (typeof text !== 'string' || text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

const retryAfter = (header: unknown): number | null => {
  const seconds = typeof header === 'string' ? Number(header) : NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
};

/** Sends one request to Klaviyo's API with the headers that every call needs. It knows no loyalty and no retry. */
export class KlaviyoClient {
  constructor(
    private readonly http: AxiosInstance,
    private readonly origin: string,
  ) {}

  /**
   * @returns the answer, whatever its status
   * @throws KlaviyoTransportError when none came
   */
  async send(request: KlaviyoRequest, accessToken: string, signal?: AbortSignal): Promise<KlaviyoAnswer> {
    const startedAt = performance.now();
    try {
      const response = await this.http.request<unknown>({
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
        ...(signal ? { signal } : {}),
      });
      const body = parseBody(response.data);
      const header = (name: string): string | null => {
        const value: unknown = response.headers[name];
        return typeof value === 'string' ? value : null;
      };
      return {
        status: response.status,
        body,
        errors: response.status < 400 ? [] : parseErrors(body),
        requestId: header('x-klaviyo-req-id'),
        retryAfterMs: retryAfter(header('retry-after')),
        windows: parseRateLimit(header('ratelimit-limit') ?? undefined),
        retirement: header('x-klaviyo-api-retirement-date'),
        ms: Math.round(performance.now() - startedAt),
      };
    } catch (error) {
      throw toTransportError(error);
    }
  }
}
