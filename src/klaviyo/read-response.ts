import type { AxiosResponse } from 'axios';
import type { KlaviyoAnswer } from './answer.js';
import { parseErrors } from './error-document.js';
import { parseRateLimit } from './rate-limit-header.js';
import { parseRetryAfter } from './retry-after.js';

/** Klaviyo puts these on every answer of its own. */
const KLAVIYO_HEADERS = ['x-klaviyo-req-id', 'x-klaviyo-api-revision', 'cid'] as const;
/** It is quoted, and nothing else: one is some 36 characters long. */
const MOST_REQUEST_ID = 64;

/** Takes from an HTTP response what its judging and its tracing need. @param ms from sending to the last byte */
export function readResponse(response: AxiosResponse, origin: string, ms: number): KlaviyoAnswer {
  const header = (name: string): string | null => readHeader(response, name);
  const body = parseBody(response.data);
  return {
    status: response.status,
    body,
    mediaType: header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? null,
    errors: parseErrors(body),
    requestId: header('x-klaviyo-req-id')?.slice(0, MOST_REQUEST_ID) ?? null,
    servedRevision: header('x-klaviyo-api-revision'),
    hasKlaviyoHeader: KLAVIYO_HEADERS.some((name) => header(name) !== null),
    retryAfterMs: parseRetryAfter(header('retry-after'), header('date'), Date.now()),
    windows: parseRateLimit(header('ratelimit-limit') ?? undefined),
    retirement: header('x-klaviyo-api-retirement-date'),
    origin,
    ms: Math.round(ms),
  };
}

/** A header as one text; null where it is absent, empty or repeated. */
export const readHeader = ({ headers }: AxiosResponse, name: string): string | null => {
  const value: unknown = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

const parseBody = (text: unknown): unknown => {
  if (typeof text !== 'string' || text.trim() === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
