import type { KlaviyoErrorItem } from './answer.js';
import { isRecord } from './is-record.js';

const MOST_POINTER = 1_000;

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** Reads Klaviyo's error document leniently: `links` and `meta` may be `{}` or `[]`, fields may be missing. */
export function parseErrors(body: unknown): KlaviyoErrorItem[] {
  if (!isRecord(body) || !Array.isArray(body['errors'])) return [];
  return body['errors'].filter(isRecord).map((error) => {
    const source = isRecord(error['source']) ? error['source'] : {};
    return {
      code: readErrorCode(error['code']),
      title: textOr(error['title'], ''),
      detail: textOr(error['detail'], ''),
      pointer: readPointer(source['pointer']),
      meta: isRecord(error['meta']) ? error['meta'] : {},
    };
  });
}

/** A code is shown and counted by: whatever does not look like one is none. */
export const readErrorCode = (value: unknown): string =>
  typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : 'unknown';

/** A JSON pointer in an error; null where there is none. */
export const readPointer = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, MOST_POINTER) : null;
