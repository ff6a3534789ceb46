/** Keeps the last of several items with one key: PostgreSQL's upsert refuses to touch a row twice. */
export function lastByKey<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
