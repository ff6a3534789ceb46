/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = Readonly<Record<string, Json>>;

/**
 * Something that happened in a loyalty programme. `subject` is a reference to the member (its id, account number or
 * authentication identifier); it is absent for a sale to a non-member, and may name a team. Ids are opaque strings.
 */
export interface LoyaltyEvent {
  readonly id: string;
  /** `^[A-Z]+(_[A-Z]+)*$`, 2 to 64 characters. */
  readonly type: string;
  readonly subject?: string | null;
  readonly executor?: string | null;
  readonly payload?: JsonObject | null;
  /** ISO-8601; when it happened. The event's time is `occurredAt ?? reportedAt`. */
  readonly occurredAt?: string | null;
  /** ISO-8601; when the platform was told. */
  readonly reportedAt?: string | null;
}

/** Tells that a part of a member has changed, without the value: it is read when it is sent. */
export interface Changed {
  readonly kind: 'changed';
  /** Names this hint in its receipt; it needs not be unique. */
  readonly id?: string;
  readonly facet: 'profile' | 'wallet';
  readonly memberId: string;
}

/** What `onEvent` takes: facts, and hints that a state has changed. */
export type EventItem = LoyaltyEvent | Changed;

/** Members who joined and left an audience, or the hint that the whole audience was computed anew. */
export type AudienceChange =
  | {
      readonly audienceId: string;
      readonly joined: readonly string[];
      readonly left: readonly string[];
      readonly refreshed?: undefined;
    }
  | { readonly audienceId: string; readonly refreshed: true };

/** A member of the loyalty programme, as the platform gives it. */
export interface Member {
  /** UUID, but treat it as opaque. */
  readonly id: string;
  readonly accountNumber?: string | null;
  readonly authIdentifier?: string | null;
  readonly externalIdentifier?: string | null;
  /** GDPR restricted processing: nothing about this member leaves the platform. */
  readonly isRestricted?: boolean;
  readonly flags?: Readonly<Record<string, boolean>>;
  readonly profile?: MemberProfile;
  /** ISO-8601. */
  readonly createdAt?: string | null;
}

/** The personal part of a member. Any text may be a placeholder such as `REDACTED` or `EXAMPLE@EXAMPLE.COM`. */
export interface MemberProfile {
  readonly givenName?: string | null;
  readonly familyName?: string | null;
  /** Not unique in every tenant. */
  readonly emailAddress?: string | null;
  /** In no fixed format. */
  readonly telephoneNumber?: string | null;
  readonly gender?: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthdate?: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | null;
  readonly region?: string | null;
  readonly city?: string | null;
  readonly postcode?: string | null;
  readonly streetAddress?: string | null;
  readonly pictureUrl?: string | null;
  /** BCP 47. */
  readonly locale?: string | null;
  readonly attributes?: JsonObject;
}

/** A step of a loyalty programme. */
export interface Tier {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
}

/** A member's balance. `points` may be 0, and that is a value like any other. */
export interface Wallet {
  readonly memberId: string;
  readonly points: number;
  readonly lifetimeEarn?: number;
  readonly tier?: Tier | null;
  /** The tier above and what is missing to it, where the host knows the tier catalogue. */
  readonly nextTier?: { readonly name: string; readonly pointsTo: number } | null;
  readonly pointsDueToExpire?: readonly { readonly points: number; readonly on: string }[];
}

/** A group of members by criteria. */
export interface Audience {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly isActive: boolean;
  readonly triggerFrequency?: string;
}

/** What the platform knows of an event type. */
export interface EventType {
  readonly type: string;
  readonly name?: string;
  /** JSON pointers into the payload: where a transaction's value, currency and id stand. */
  readonly metaTypeMappings?: {
    readonly value?: string;
    readonly currency?: string;
    readonly transactionId?: string;
  };
}
