import type { Json } from '../../../contract/index.js';
import type { VendorPart, VendorState } from './vendor-state.js';

/** Which rows a person wants to see. */
export interface VendorLook {
  readonly part: VendorPart;
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/** Some of what the vendor holds. */
export interface VendorRows {
  readonly rows: readonly Json[];
  /** That match. */
  readonly total: number;
}

/** Cuts a page out of an account: all of it can be many megabytes. Events and profiles come the newest first. */
export function cutState(state: VendorState, { part, search, offset, limit }: VendorLook): VendorRows {
  const all: readonly Json[] =
    part === 'lists'
      ? state.lists.map(({ members, ...list }) => ({ ...list, members: members.length }))
      : state[part].toReversed();
  const words = search.toLowerCase();
  const found = words === '' ? all : all.filter((row) => JSON.stringify(row).toLowerCase().includes(words));
  return { rows: found.slice(offset, offset + limit), total: found.length };
}
