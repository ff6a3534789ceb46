import { isRecord, type KlaviyoAnswer } from '../klaviyo/index.js';
import { followPage, pathOfPage } from './page-path.js';
import type { Reading } from './read-answer.js';
import { readAllData, type Resource } from './resource.js';

/** One page, and the path of the next, to be given back as it is; null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Klaviyo's declared origin: the host may lead it elsewhere, and the links still name it. */
const DECLARED_ORIGIN = 'https://a.klaviyo.com';

/** `links.next` leads to somebody else: it is never followed, and the page is not believed. */
const FOREIGN_PAGE = 'page_of_another_origin';
/** `links.next` names its own page, or one that was read before. */
export const PAGE_LOOP = 'page_without_progress';

/**
 * Reads a page of JSON:API resources; the next one must make progress and stay on the origin that is asked.
 *
 * @param path the page's own, with its trail
 * @param read one resource; null where it cannot be read, for which the whole page is not believed
 */
export function readPage<T>(
  path: string,
  { body, origin }: KlaviyoAnswer,
  read: (resource: Resource) => T | null,
): Reading<Page<T>> | null {
  const resources = readAllData(body);
  if (!resources) return null;
  const items: T[] = [];
  for (const resource of resources) {
    const item = read(resource);
    if (item === null) return null;
    items.push(item);
  }
  const link = isRecord(body) && isRecord(body['links']) ? body['links']['next'] : null;
  if (link === null || link === undefined || link === '') return { value: { items, next: null } };
  const next = pathBelow(link, origin);
  if (next === null) return { trouble: FOREIGN_PAGE };
  const followed = followPage(path, next);
  return followed === null ? { trouble: PAGE_LOOP } : { value: { items, next: followed } };
}

/** Path and query of a link that stays where it may; null otherwise. */
function pathBelow(link: unknown, origin: string): string | null {
  if (typeof link !== 'string' || !URL.canParse(link, origin)) return null;
  const url = new URL(link, origin);
  const isAllowed = [origin, DECLARED_ORIGIN].some((one) => new URL(one).origin === url.origin);
  return isAllowed && url.pathname.startsWith('/api/') ? pathOfPage(url.pathname + url.search) : null;
}
