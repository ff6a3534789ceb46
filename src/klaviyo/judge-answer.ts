import type { KlaviyoAnswer } from './answer.js';
import { isRecord } from './is-record.js';
import { OPERATIONS, type OperationName } from './operations.js';
import { KLAVIYO_REVISION } from './revision.js';

/** Whose word an answer is, and what it says. */
export type Judgement =
  /** The operation's one success. Whether its content can be believed is for whoever reads it. */
  | { readonly kind: 'success' }
  /** 429: nothing was done, it may come again. */
  | { readonly kind: 'throttled' }
  /** Klaviyo's own 401. */
  | { readonly kind: 'unauthorized' }
  /** Klaviyo's own refusal: an error document below 500. */
  | { readonly kind: 'refusal' }
  /**
   * The revision that was asked for is no longer served (410), or another one served it, opted out or not. `doubt` where
   * something may have been written.
   */
  | {
      readonly kind: 'retired';
      readonly code: 'revision_retired' | 'revision_fell_forward';
      readonly doubt: boolean;
    }
  /** Klaviyo is unwell, or something on the way has answered in its place. `doubt` where the write may have landed. */
  | { readonly kind: 'trouble'; readonly code: string; readonly doubt: boolean };

/** Something that is not Klaviyo has answered: a proxy, a firewall, a portal. */
const NOT_KLAVIYO = 'answer_not_of_klaviyo';
/** A success in its status that says something else, or nothing that can be read. */
export const UNREADABLE = 'answer_unreadable';

/**
 * The one judge of answers. An operation has one success (status, media type, shape); a refusal is a JSON:API error
 * document; all else is trouble of the way, by which nothing is delivered, dead, gone or forbidden.
 */
export function judgeAnswer(name: OperationName, answer: KlaviyoAnswer): Judgement {
  const { status } = answer;
  const operation = OPERATIONS[name];
  const trouble = (code: string, doubt: boolean = operation.isWrite): Judgement => ({
    kind: 'trouble',
    code,
    doubt: doubt && operation.isWrite,
  });
  // Whoever says it, waiting is right.
  if (status === 429) return { kind: 'throttled' };
  const isRefusal = isJson(answer) && answer.errors.length > 0;
  if (status >= 500 || status === 408) return trouble(`http_${status}`, !isRefusal || isFromGateway(status));
  if (status >= 400) {
    if (status === 401 && (isRefusal || answer.hasKlaviyoHeader)) return { kind: 'unauthorized' };
    if (!isRefusal) return trouble(NOT_KLAVIYO);
    if (status === 410) return { kind: 'retired', code: 'revision_retired', doubt: false };
    return fellForward(name, answer, false) ?? { kind: 'refusal' };
  }
  if (isRefusal) return trouble(UNREADABLE);
  if (!operation.success.some((one) => one === status)) return trouble(NOT_KLAVIYO);
  if (!isShape(answer, operation.body)) return trouble(isJson(answer) ? UNREADABLE : NOT_KLAVIYO);
  return fellForward(name, answer, operation.isWrite) ?? { kind: 'success' };
}

const isFromGateway = (status: number): boolean => [408, 502, 504].includes(status) || status >= 520;

/** JSON by its own account: `application/vnd.api+json`, or the plain one. */
const isJson = ({ mediaType }: KlaviyoAnswer): boolean =>
  mediaType === 'application/json' || (mediaType?.endsWith('+json') ?? false);

function isShape(answer: KlaviyoAnswer, body: 'empty' | 'resource' | 'page'): boolean {
  const { body: content } = answer;
  // An empty body says nothing of who wrote it: the headers must. More than asked for is no harm.
  if (body === 'empty')
    return answer.hasKlaviyoHeader && (content === null || (isJson(answer) && isRecord(content)));
  if (!isJson(answer) || !isRecord(content)) return false;
  const { data } = content;
  return body === 'page' ? Array.isArray(data) && data.every(isResource) : isResource(data);
}

/** Whether a foreign value is a JSON:API resource. */
const isResource = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  value['id'] !== '' &&
  (value['attributes'] === undefined || isRecord(value['attributes']));

/** The opt-out was passed over: the answer may mean something else than what is read of it. */
function fellForward(name: OperationName, answer: KlaviyoAnswer, doubt: boolean): Judgement | null {
  const { servedRevision: served } = answer;
  if (served === null || served === KLAVIYO_REVISION) return null;
  return { kind: 'retired', code: 'revision_fell_forward', doubt: doubt && OPERATIONS[name].isWrite };
}
