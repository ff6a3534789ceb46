import { ApiError } from './api-error.js';

/** What a page is cut by: a value to sort by and, where that is equal, the order of creation. */
export interface Order<T> {
  readonly value: (item: T) => string | number;
  readonly seq: (item: T) => number;
  readonly descending: boolean;
  /** True where the items already come in this order, so that nothing need be sorted. */
  readonly natural: boolean;
}

/** Some of the items, and where the pages beside them are. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly prev: string | null;
}

/** Items in the order of their `seq`, read from behind a place in it: nothing before a page is looked at. */
export interface Sought<T> {
  readonly after: (seq: number) => Iterable<T>;
}

type Place = readonly [value: string | number, seq: number];

/** A page begins behind a place, or ends before it. */
interface Cursor {
  readonly place: Place;
  readonly backwards: boolean;
}

/**
 * One page of items. A cursor holds the place of an item beside the page, not a count: what is removed meanwhile
 * shifts nothing.
 *
 * @throws ApiError 400 with the parameter `page[cursor]` where the cursor was not made here.
 */
export const cutPage = <T>(
  items: Iterable<T> | Sought<T>,
  order: Order<T>,
  query: URLSearchParams,
  size: number,
): Page<T> => {
  const given = query.get('page[cursor]');
  const cursor = given === null ? null : readCursor(given);
  const placeOf = (item: T): Place => [order.value(item), order.seq(item)];
  const compare = comparing(order.descending);
  const from = order.natural && cursor?.backwards === false ? cursor.place[1] : 0;
  const read = 'after' in items ? items.after(from) : items;
  const ordered = order.natural
    ? read
    : [...read].sort((one, other) => compare(placeOf(one), placeOf(other)));
  if (cursor?.backwards === true) {
    return pageBefore(ordered, (item) => compare(placeOf(item), cursor.place) < 0, placeOf, size);
  }
  const behind = (item: T): boolean => cursor === null || compare(placeOf(item), cursor.place) > 0;
  return pageBehind(ordered, behind, placeOf, size, cursor !== null);
};

const pageBehind = <T>(
  ordered: Iterable<T>,
  isBehind: (item: T) => boolean,
  placeOf: (item: T) => Place,
  size: number,
  hasBefore: boolean,
): Page<T> => {
  const page: T[] = [];
  let more = false;
  for (const item of ordered) {
    if (!isBehind(item)) continue;
    more = page.length === size;
    if (more) break;
    page.push(item);
  }
  return links(page, placeOf, more, hasBefore);
};

/** Goes through all that stands before: only a test turns pages back. */
const pageBefore = <T>(
  ordered: Iterable<T>,
  isBefore: (item: T) => boolean,
  placeOf: (item: T) => Place,
  size: number,
): Page<T> => {
  const before: T[] = [];
  for (const item of ordered) {
    if (!isBefore(item)) break;
    before.push(item);
    if (before.length > size + 1) before.shift();
  }
  return links(before.slice(-size), placeOf, true, before.length > size);
};

const links = <T>(
  items: readonly T[],
  placeOf: (item: T) => Place,
  hasNext: boolean,
  hasPrev: boolean,
): Page<T> => {
  const [first] = items;
  const last = items.at(-1);
  return {
    items,
    next: hasNext && last !== undefined ? writeCursor(placeOf(last), false) : null,
    prev: hasPrev && first !== undefined ? writeCursor(placeOf(first), true) : null,
  };
};

const comparing =
  (descending: boolean) =>
  (one: Place, other: Place): number => {
    const sign = descending ? -1 : 1;
    if (one[0] !== other[0]) return (one[0] < other[0] ? -1 : 1) * sign;
    return (one[1] - other[1]) * sign;
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

/** `links` of a page: itself and the whole addresses of the next and the one before, null where there is none. */
export const pageLinks = (
  self: string,
  { next, prev }: Pick<Page<unknown>, 'next' | 'prev'> = NO_OTHER,
): Readonly<Record<'self' | 'next' | 'prev', string | null>> => ({
  self,
  next: addressOf(self, next),
  prev: addressOf(self, prev),
});

const NO_OTHER = { next: null, prev: null };

const addressOf = (self: string, cursor: string | null): string | null => {
  if (cursor === null) return null;
  const url = new URL(self);
  url.searchParams.set('page[cursor]', cursor);
  return url.href;
};

const writeCursor = (place: Place, backwards: boolean): string =>
  Buffer.from(JSON.stringify(backwards ? [...place, 'before'] : place)).toString('base64url');

const readCursor = (cursor: string): Cursor => {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && typeof place[1] === 'number') {
      const backwards = place.length === 3 && place[2] === 'before';
      if (backwards || place.length === 2)
        return { place: [place[0] as string | number, place[1]], backwards };
    }
  } catch {
    // Not ours: refused below.
  }
  throw ApiError.badRequest('The cursor is not valid.', { parameter: 'page[cursor]' });
};
