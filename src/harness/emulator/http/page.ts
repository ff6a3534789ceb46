import { ApiError } from './api-error.js';

/** What a page is cut by: a value to sort by and, where that is equal, the order of creation. */
export interface Order<T> {
  readonly value: (item: T) => string | number;
  readonly seq: (item: T) => number;
  readonly descending: boolean;
  /** True where the items already come in this order, so that nothing need be sorted. */
  readonly natural: boolean;
}

/** Some of the items, and where the next page begins. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Items in the order of their `seq`, read from behind a place in it: nothing before a page is looked at. */
export interface Sought<T> {
  readonly after: (seq: number) => Iterable<T>;
}

type Place = readonly [value: string | number, seq: number];

/**
 * One page of items. A cursor holds the place of the last item, not a count: what is removed meanwhile shifts
 * nothing.
 *
 * @throws ApiError 400 with the parameter `page[cursor]` where the cursor was not made here.
 */
export const cutPage = <T>(
  items: Iterable<T> | Sought<T>,
  order: Order<T>,
  query: URLSearchParams,
  size: number,
): Page<T> => {
  const cursor = query.get('page[cursor]');
  const after = cursor === null ? null : readCursor(cursor);
  const placeOf = (item: T): Place => [order.value(item), order.seq(item)];
  const compare = (one: Place, other: Place): number => {
    const sign = order.descending ? -1 : 1;
    if (one[0] !== other[0]) return (one[0] < other[0] ? -1 : 1) * sign;
    return (one[1] - other[1]) * sign;
  };
  const read = 'after' in items ? items.after(order.natural && after !== null ? after[1] : 0) : items;
  const ordered = order.natural
    ? read
    : [...read].sort((one, other) => compare(placeOf(one), placeOf(other)));
  const page: T[] = [];
  for (const item of ordered) {
    if (after !== null && compare(placeOf(item), after) <= 0) continue;
    if (page.length === size) {
      const last = page.at(-1);
      return { items: page, next: last === undefined ? null : writeCursor(placeOf(last)) };
    }
    page.push(item);
  }
  return { items: page, next: null };
};

/** `page[size]` as asked for, within what the contract has checked. */
export const pageSize = (query: URLSearchParams, usual: number): number =>
  Number(query.get('page[size]') ?? usual);

/** `sort` as a field and a direction; null where nothing is asked for. */
export const readSort = (query: URLSearchParams): { field: string; descending: boolean } | null => {
  const sort = query.get('sort');
  if (sort === null) return null;
  const descending = sort.startsWith('-');
  return { field: descending ? sort.slice(1) : sort, descending };
};

/** `links` of a page: itself and, where there is more, the whole address of the next. */
export const pageLinks = (self: string, next: string | null): Readonly<Record<string, string>> => {
  if (next === null) return { self };
  const url = new URL(self);
  url.searchParams.set('page[cursor]', next);
  return { self, next: url.href };
};

const writeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

const readCursor = (cursor: string): Place => {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === 2 && typeof place[1] === 'number') {
      return [place[0] as string | number, place[1]];
    }
  } catch {
    // Not ours: refused below.
  }
  throw ApiError.badRequest('The cursor is not valid.', { parameter: 'page[cursor]' });
};
