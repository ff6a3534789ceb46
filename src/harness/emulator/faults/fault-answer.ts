import { ApiError } from '../http/api-error.js';
import type { Answer } from '../http/exchange.js';
import { OAuthError } from '../oauth/oauth-error.js';
import { revisionRetired } from '../operations/revision.js';
import type { AnswerFault } from './fault.js';
import { gatewayAnswer } from './gateway-answer.js';

type Scripted<K extends AnswerFault['kind']> = Extract<AnswerFault, { kind: K }>;

/** Statuses that the network in front of Klaviyo answers, in HTML. */
const FROM_THE_EDGE = new Set([502, 520, 522, 524]);

/** The answer that is scripted. `revision` is the one that the call names. */
export const faultAnswer = (effect: AnswerFault, requestId: string, revision: string): Answer => {
  switch (effect.kind) {
    case 'status':
      return statusAnswer(effect, requestId);
    case 'gateway':
      return gatewayAnswer(effect.status ?? 502, effect.location);
    case 'revision-retired':
      return revisionRetired(revision).toAnswer(requestId);
    case 'token-failing':
      return tokenFailure(effect).toAnswer();
    case 'storm':
      return refusal(429, 'throttled', requestId, retryHeader(effect.retryAfter ?? 1));
  }
};

const statusAnswer = (effect: Scripted<'status'>, requestId: string): Answer => {
  const { status, body, mediaType } = effect;
  const headers = { ...retryHeader(effect.retryAfter), ...lowerCased(effect.headers ?? {}) };
  const typed = mediaType === undefined ? headers : { ...headers, 'content-type': mediaType };
  const foreign = (usual: boolean) => ((effect.foreign ?? usual) ? ({ foreign: true } as const) : {});
  if (typeof body === 'string') {
    const text = { 'content-type': 'text/html; charset=UTF-8', ...typed };
    return { status, headers: text, text: body, ...foreign(true) };
  }
  if (body !== undefined && body !== null) return { status, headers: typed, json: body, ...foreign(false) };
  if (FROM_THE_EDGE.has(status)) {
    const page = gatewayAnswer(status);
    return { ...page, headers: { ...page.headers, ...typed } };
  }
  return { ...refusal(status, effect.code ?? codeOf(status), requestId, typed), ...foreign(false) };
};

const refusal = (
  status: number,
  code: string,
  requestId: string,
  headers: Readonly<Record<string, string>>,
): Answer =>
  status < 400
    ? { status, headers }
    : new ApiError(
        status,
        [{ code, title: 'Scripted fault.', detail: `Status ${status}, as scripted.`, pointer: '/data/' }],
        headers,
      ).toAnswer(requestId);

const tokenFailure = ({ status = 503, error, retryAfter }: Scripted<'token-failing'>): OAuthError =>
  new OAuthError(
    status,
    error ?? TOKEN_ERRORS[status] ?? 'temporarily_unavailable',
    `Status ${status}, as scripted.`,
    retryHeader(retryAfter),
  );

const retryHeader = (seconds: number | undefined): Record<string, string> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) };

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const TOKEN_ERRORS: Readonly<Record<number, string>> = {
  400: 'invalid_grant',
  401: 'invalid_client',
  429: 'rate_limit_exceeded',
};

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
