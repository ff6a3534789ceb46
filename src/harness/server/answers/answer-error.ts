import { Fault, type FaultKind } from '../../../contract/index.js';
import type { ErrorAnswer } from './error-answer.js';
import { Refusal } from './refusal.js';

const STATUS: Readonly<Record<FaultKind, number>> = {
  config: 409,
  payload: 422,
  'rate-limited': 429,
  transient: 503,
  system: 500,
};

/** What fastify itself finds wrong with a request, in our words. */
const FRAMEWORK: Readonly<Record<string, readonly [status: number, code: string, message: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    415,
    'unsupported_media_type',
    'Send application/json, or application/x-ndjson where a list is taken.',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body_too_large', 'The body is larger than this address takes.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    400,
    'invalid_content_length',
    'The body ended before its announced length.',
  ],
  FST_ERR_BAD_URL: [400, 'invalid_url', 'The address is not a valid URL.'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'address_too_long', 'A part of the address is too long.'],
};

/**
 * Puts any error into the shape that clients read. What is not meant for them (a stack, a driver's text) stays
 * behind: an unknown error is `internal_error` and nothing more.
 */
export function answerError(error: unknown): ErrorAnswer {
  if (error instanceof Refusal) {
    const issues = error.issues === undefined ? {} : { issues: error.issues };
    return answer(error.status, error.code, error.message, error.path, {}, issues);
  }
  if (Fault.is(error)) return answerFault(error);
  const known = FRAMEWORK[codeOf(error)];
  if (known) return answer(known[0], known[1], known[2]);
  const status = statusOf(error);
  if (status >= 400 && status < 500)
    return answer(status, 'bad_request', 'The request cannot be understood.');
  return answer(500, 'internal_error', 'Something went wrong on our side; the log tells what.');
}

function answerFault(fault: Fault): ErrorAnswer {
  const status = namesNothing(fault) ? 404 : STATUS[fault.kind];
  if (fault.kind === 'system') {
    return answer(status, fault.code, 'Something went wrong on our side; the log tells what.');
  }
  const seconds = Math.max(1, Math.ceil((fault.retryAfterMs ?? 1000) / 1000));
  const waits = fault.kind === 'rate-limited' || fault.retryAfterMs !== undefined;
  const headers: Record<string, string> = waits ? { 'retry-after': String(seconds) } : {};
  return answer(status, fault.code, fault.message, fault.path ?? '', headers);
}

/** What stands in the address is not there. */
function namesNothing({ kind, code }: Fault): boolean {
  return (kind === 'config' && code.endsWith('_not_found')) || (kind !== 'system' && code === 'run_unknown');
}

function answer(
  status: number,
  code: string,
  message: string,
  path = '',
  headers: Readonly<Record<string, string>> = {},
  more: Pick<ErrorAnswer['body'], 'issues'> = {},
): ErrorAnswer {
  return { status, headers, body: { error: { code, message, path }, ...more } };
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

function statusOf(error: unknown): number {
  return typeof error === 'object' &&
    error !== null &&
    'statusCode' in error &&
    typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}
