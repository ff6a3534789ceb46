import type { JsonObject } from '../../../contract/index.js';

/** A list as the local vendor shows it. */
interface VendorList {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** What the local vendor holds of one account. */
export interface VendorState {
  readonly id: string;
  readonly profiles: readonly JsonObject[];
  readonly events: readonly JsonObject[];
  readonly lists: readonly VendorList[];
}

/** What can be looked at. */
export const VENDOR_PARTS = ['profiles', 'events', 'lists'] as const;
export type VendorPart = (typeof VENDOR_PARTS)[number];
