/** How much one request may carry. */
export interface RequestLimits {
  /** Events, profiles, or ids. */
  readonly items: number;
  readonly bytes: number;
}

/** What an event's frame costs beside its body: metric, time, unique id, its share of the profile. */
export const EVENT_FRAME_BYTES = 400;
/** A small profile, before one has been sent: the true size is counted when it is built, and what is too much waits. */
export const PROFILE_BYTES = 450;

/** Klaviyo takes 5 MB; a tenth is left, because sizes are estimates until the request is built. */
const BODY_BYTES = 4_500_000;

/** The same, where the true bytes are known: Klaviyo's 5 MB with a margin for the frame. */
export const TRUE_BODY_BYTES = 4_900_000;

/** Klaviyo's limits of its bulk end points. Source: OpenAPI, descriptions of the operations. */
export const BULK_LIMITS = {
  event: { items: 1_000, bytes: BODY_BYTES },
  // What a profile takes is learnt from the last import, and cut by its true size.
  state: { items: 10_000, bytes: TRUE_BODY_BYTES },
  list: { items: 1_000, bytes: BODY_BYTES },
} as const satisfies Record<string, RequestLimits>;
