/** What a load consists of. */
export interface LoadSize {
  /** Members who are imported. */
  readonly members: number;
  /** Of those, who joins each list by the import. */
  readonly joins: readonly number[];
  /** Bytes of a profile as it is sent. */
  readonly profileBytes: number;
  readonly events: number;
  /** Lists that are read before they are filled. */
  readonly unreadLists: number;
}

/** Klaviyo's bulk limits. */
export interface BulkSize {
  readonly profiles: number;
  readonly events: number;
  readonly bytes: number;
}

/** Imports and bulk requests that a load takes at least, by operation. */
export function loadRequests(
  { members, joins, profileBytes, events, unreadLists }: LoadSize,
  { profiles, events: eventMost, bytes }: BulkSize,
  operations: {
    readonly import: string;
    readonly job: string;
    readonly events: string;
    readonly read: string;
  },
): Readonly<Record<string, number>> {
  const perImport = Math.max(1, Math.min(profiles, Math.floor(bytes / Math.max(1, profileBytes))));
  const joining = joins.reduce((sum, count) => sum + count, 0);
  // Somebody in two audiences is imported once: the rest never goes below nothing.
  const parts = [...joins, Math.max(0, members - joining)];
  const imports = parts.reduce((sum, count) => sum + Math.ceil(count / perImport), 0);
  const bulks = Math.ceil(events / eventMost);
  const counts = {
    [operations.import]: imports,
    // A job is looked at twice on average.
    [operations.job]: imports * 2,
    [operations.events]: bulks,
    [operations.read]: unreadLists,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
