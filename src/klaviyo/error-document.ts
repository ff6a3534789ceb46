import type { KlaviyoErrorItem } from './answer.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** Reads Klaviyo's error document leniently: `links` and `meta` may be `{}` or `[]`, fields may be missing. */
export function parseErrors(body: unknown): KlaviyoErrorItem[] {
  if (!isRecord(body) || !Array.isArray(body['errors'])) return [];
  return body['errors'].filter(isRecord).map((error) => {
    const source = isRecord(error['source']) ? error['source'] : {};
    return {
      code: textOr(error['code'], 'unknown'),
      title: textOr(error['title'], ''),
      detail: textOr(error['detail'], ''),
      pointer: typeof source['pointer'] === 'string' ? source['pointer'] : null,
      meta: isRecord(error['meta']) ? error['meta'] : {},
    };
  });
}
