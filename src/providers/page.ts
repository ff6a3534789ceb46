import type { KlaviyoAnswer } from '../klaviyo/index.js';

/** One page, and the path of the next; null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A JSON:API resource, as far as it is known before it is read. */
export interface Resource {
  readonly id: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Reads a page of JSON:API resources. `links.next` is a whole URL; the origin is the client's own. */
export function pageOf<T>(answer: KlaviyoAnswer, item: (resource: Resource) => T): Page<T> {
  const body = answer.body as { data?: readonly Resource[]; links?: { next?: unknown } } | null;
  const next = body?.links?.next;
  const url = typeof next === 'string' && next !== '' ? new URL(next, 'https://a.klaviyo.com') : null;
  return { items: (body?.data ?? []).map(item), next: url && url.pathname + url.search };
}
