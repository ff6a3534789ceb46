import type { KlaviyoAnswer } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';

/** Klaviyo names no time on a 429 without `Retry-After`; the shortest window is a second. */
const SHORTEST_WINDOW_MS = 1_000;

/**
 * Sorts an answer by who must act. Branches on status, code and pointer only: Klaviyo's sentences change.
 *
 * @param value reads the result of a success; it is not called otherwise
 */
export function readAnswer<T>(answer: KlaviyoAnswer, value: (answer: KlaviyoAnswer) => T): Outcome<T> {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'done', value: value(answer), answer };
  if (status === 429) {
    return { kind: 'throttled', retryAfterMs: answer.retryAfterMs ?? SHORTEST_WINDOW_MS, answer };
  }
  if (status >= 500 || status === 408) {
    return { kind: 'unwell', code: `http_${status}`, doubt: isFromGateway(answer), answer };
  }
  if (status === 401 || status === 403) return { kind: 'forbidden', code: `http_${status}`, answer };
  if (status === 404) return { kind: 'missing', answer };
  const error = answer.errors[0];
  return {
    kind: 'refused',
    code: error?.code ?? `http_${status}`,
    message: error?.title ? error.title : `Klaviyo refused the request (HTTP ${status}).`,
    pointer: error?.pointer ?? null,
    faults: answer.errors.map(({ code, pointer }) => ({ code, pointer })),
    answer,
  };
}

/** Klaviyo's own refusals are error documents; what stands before it answers in its own words, and may be wrong. */
const isFromGateway = ({ status, errors }: KlaviyoAnswer): boolean =>
  errors.length === 0 || [408, 502, 504].includes(status) || status >= 520;
