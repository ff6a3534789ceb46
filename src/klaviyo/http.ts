import axios, { type AxiosInstance, isAxiosError } from 'axios';
import axiosRetry from 'axios-retry';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { SILENCE_MS } from './deadline.js';
import { KlaviyoTransportError } from './transport-error.js';

/** Errors that come before a byte was sent: these, and only these, are safe to repeat on the spot. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Klaviyo takes no more than 5 MB. */
const LONGEST_REQUEST = 6_000_000;
/** A page of 100 import errors may give back as many payloads of 100 KB. */
const LONGEST_ANSWER = 16_000_000;

const neverSent = (error: unknown): boolean =>
  isAxiosError(error) && error.code !== undefined && NEVER_SENT.has(error.code);

/**
 * The one HTTP stack of the extension. Every status is an answer, not an exception; no redirect is followed, since the
 * write and its token would go elsewhere. A connection that was refused is tried twice more within a second, everything
 * else goes back to the lane. Its time-out is of silence: the deadline is {@link withDeadline}'s.
 */
export function createHttp(): AxiosInstance {
  const http = axios.create({
    timeout: SILENCE_MS,
    validateStatus: () => true,
    maxRedirects: 0,
    maxBodyLength: LONGEST_REQUEST,
    maxContentLength: LONGEST_ANSWER,
    proxy: false,
    responseType: 'text',
    transformResponse: (data: unknown) => data,
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
  });
  axiosRetry(http, { retries: 2, retryDelay: (count) => count * 150, retryCondition: neverSent });
  return http;
}

/** Turns what axios throws into the one error of this folder. */
export function toTransportError(error: unknown): KlaviyoTransportError {
  if (error instanceof KlaviyoTransportError) return error;
  const code = isAxiosError(error) ? (error.code ?? 'UNKNOWN') : 'UNKNOWN';
  // The cause is the code alone: an AxiosError carries the request with its bearer token.
  return new KlaviyoTransportError(neverSent(error) ? 'no' : 'unknown', code, new Error(code));
}
