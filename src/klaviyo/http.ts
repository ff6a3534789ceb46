import axios, { type AxiosInstance, isAxiosError } from 'axios';
import axiosRetry from 'axios-retry';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { KlaviyoTransportError } from './transport-error.js';

/** axios waits for ever by default; Klaviyo's own time-out is longer than anything worth waiting for here. */
const TIMEOUT_MS = 8_000;

/** Errors that come before a byte was sent: these, and only these, are safe to repeat on the spot. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const neverSent = (error: unknown): boolean =>
  isAxiosError(error) && error.code !== undefined && NEVER_SENT.has(error.code);

/**
 * The one HTTP stack of the extension. Every status is an answer, not an exception; a connection that was refused is
 * tried twice more within a second, everything else goes back to the lane.
 */
export function createHttp(): AxiosInstance {
  const http = axios.create({
    timeout: TIMEOUT_MS,
    validateStatus: () => true,
    maxRedirects: 0,
    maxBodyLength: 6_000_000,
    maxContentLength: 64_000_000,
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
  const code = isAxiosError(error) ? (error.code ?? 'UNKNOWN') : 'UNKNOWN';
  // The cause is the code alone: an AxiosError carries the request with its bearer token.
  return new KlaviyoTransportError(neverSent(error) ? 'no' : 'unknown', code, new Error(code));
}
