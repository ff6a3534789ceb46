import {
  judgeAnswer,
  type KlaviyoAnswer,
  type KlaviyoRequest,
  LONGEST_WAIT_MS,
  OPERATIONS,
  UNREADABLE,
} from '../klaviyo/index.js';
import { maskedText } from './masked-text.js';
import type { Outcome, RequestFault } from './outcome.js';

/** The shortest of Klaviyo's windows: it names no time on a 429 without `Retry-After`, and less is never meant. */
const SHORTEST_WINDOW_MS = 1_000;

/** What was read of a success, or `trouble`: a code for content that cannot be believed. */
export type Reading<T> = { readonly value: T } | { readonly trouble: string };

/**
 * Sorts an answer by who must act. Branches on whose word it is, status, code and pointer only: Klaviyo's sentences
 * change.
 *
 * @param read reads the result of a success, null where it cannot be read; it is not called otherwise
 */
export function readAnswer<T>(
  { operation }: Pick<KlaviyoRequest, 'operation'>,
  answer: KlaviyoAnswer,
  read: (body: unknown) => Reading<T> | null,
): Outcome<T> {
  const judged = judgeAnswer(operation, answer);
  switch (judged.kind) {
    case 'success': {
      const reading = read(answer.body) ?? { trouble: UNREADABLE };
      if ('value' in reading) return { kind: 'done', value: reading.value, answer };
      return { kind: 'unwell', code: reading.trouble, doubt: OPERATIONS[operation].isWrite, answer };
    }
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: boundedWait(answer.retryAfterMs), answer };
    case 'trouble':
      return { kind: 'unwell', code: judged.code, doubt: judged.doubt, answer };
    case 'retired':
      return { kind: 'retired', code: judged.code, doubt: judged.doubt, answer };
    case 'unauthorized':
      return forbidden(operation, answer);
    case 'refusal':
      if (answer.status === 403) return forbidden(operation, answer);
      if (answer.status === 404) return { kind: 'missing', faults: faultsOf(answer), answer };
      return {
        kind: 'refused',
        code: codeOf(answer),
        message: messageOf(answer),
        pointer: answer.errors[0]?.pointer ?? null,
        faults: faultsOf(answer),
        answer,
      };
  }
}

/** For an operation of which nothing but its success is of interest. */
export const readNothing = (): Reading<undefined> => ({ value: undefined });

const forbidden = (operation: KlaviyoRequest['operation'], answer: KlaviyoAnswer): Outcome<never> => ({
  kind: 'forbidden',
  code: codeOf(answer),
  operation,
  scopes: OPERATIONS[operation].scopes,
  message: messageOf(answer),
  answer,
});

const codeOf = ({ status, errors }: KlaviyoAnswer): string => errors[0]?.code ?? `http_${status}`;

const messageOf = ({ status, errors }: KlaviyoAnswer): string =>
  maskedText(errors[0]?.title ?? '') ?? `Klaviyo refused the request (HTTP ${status}).`;

const faultsOf = ({ errors }: KlaviyoAnswer): readonly RequestFault[] =>
  errors.map(({ code, pointer }) => ({ code, pointer }));

const boundedWait = (ms: number | null): number =>
  Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WINDOW_MS, ms ?? SHORTEST_WINDOW_MS));
