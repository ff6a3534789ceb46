import type { JsonObject } from '../json.js';
import type { ProfileBody } from '../profiles/profile-body.js';

/** One event within a body, once the contract has checked it. */
export interface EventBody {
  readonly properties: JsonObject;
  readonly time?: string | null;
  readonly value?: number | null;
  readonly value_currency?: string | null;
  readonly unique_id?: string | null;
  readonly backfill?: boolean | null;
  readonly metric: { readonly data: { readonly attributes: { readonly name: string } } };
}

/** The body of `POST /api/events`; the profile's `meta` stands among its attributes here. */
export interface SingleEventBody {
  readonly data: {
    readonly attributes: EventBody & { readonly profile: { readonly data: ProfileBody } };
  };
}

/** One group of a bulk body: a profile and its events; the profile's `meta` stands beside its attributes here. */
export interface EventGroup {
  readonly attributes: {
    readonly backfill?: boolean | null;
    readonly profile: { readonly data: ProfileBody };
    readonly events: { readonly data: readonly { readonly attributes: EventBody }[] };
  };
}

/** The body of `POST /api/event-bulk-create-jobs`. */
export interface BulkEventBody {
  readonly data: {
    readonly attributes: { readonly 'events-bulk-create': { readonly data: readonly EventGroup[] } };
  };
}
