/** The id in an item's receipt: its own, or `''` where it has none that can be used. */
export function itemId(item: object): string {
  const id: unknown = 'id' in item ? item.id : undefined;
  return typeof id === 'string' ? id : '';
}
