/**
 * Klaviyo's `location`. The address is one value: its parts are sent together, `null` for those that are none, so that
 * no part of an old address stays beside the new one.
 */
export interface ProfileLocation {
  readonly address1?: string | null;
  /** Only where the settings choose it. */
  readonly address2?: string | null;
  readonly city?: string | null;
  readonly region?: string | null;
  readonly zip?: string | null;
  /** The country's English name. */
  readonly country?: string | null;
  /** IANA name; only where the settings choose it, and no part of the address. */
  readonly timezone?: string | null;
}
