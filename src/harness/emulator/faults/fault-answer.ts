import { ApiError } from '../http/api-error.js';
import type { Answer } from '../http/exchange.js';
import type { FaultEffect } from './fault.js';

/** Statuses that the network in front of Klaviyo answers, in HTML. */
const FROM_THE_EDGE = new Set([502, 520, 522, 524]);

/** The answer that a scripted status gives. */
export const faultAnswer = (effect: Extract<FaultEffect, { kind: 'status' | 'storm' }>): Answer => {
  const retry = effect.retryAfter ?? (effect.kind === 'storm' ? 1 : undefined);
  const headers: Record<string, string> = retry === undefined ? {} : { 'retry-after': String(retry) };
  if (effect.kind === 'storm') return refusal(429, 'throttled', headers);
  Object.assign(headers, effect.headers);
  const { status, body } = effect;
  if (typeof body === 'string' || (body === undefined && FROM_THE_EDGE.has(status))) {
    const text =
      typeof body === 'string'
        ? body
        : `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>Error ${status}</h1></body></html>`;
    return { status, headers: { 'content-type': 'text/html; charset=UTF-8', ...headers }, text };
  }
  if (body !== undefined && body !== null) return { status, headers, json: body };
  return refusal(status, effect.code ?? codeOf(status), headers);
};

const refusal = (status: number, code: string, headers: Readonly<Record<string, string>>): Answer =>
  status < 400
    ? { status, headers }
    : new ApiError(
        status,
        [{ code, title: 'Scripted fault.', detail: `Status ${status}, as scripted.`, pointer: '/data/' }],
        headers,
      ).toAnswer();

const CODES: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'authentication_failed',
  403: 'permission_denied',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  413: 'payload_too_large',
  429: 'throttled',
  503: 'service_unavailable',
};

const codeOf = (status: number): string => CODES[status] ?? (status >= 500 ? 'error' : 'invalid');
