/** Of several items with one key the last, where the first stood: what a list says twice, its end decides. */
export function lastBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
