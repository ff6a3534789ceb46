/** The forms of texts in the settings; all with the flag `u`, as JSON Schema reads a pattern. */
export const PATTERN = {
  eventType: /^(?=.{2,64}$)[A-Z]+(?:_[A-Z]+)*$/u,
  /** An id of the platform or of Klaviyo: opaque. */
  id: /^[^\p{Cc}\p{Cs}\s]{1,255}$/u,
  /** Klaviyo takes fewer than 128 characters; names that begin with `$` are its own. */
  metric: /^(?!\$)[^\p{Cc}\p{Cs}\s](?:[^\p{Cc}\p{Cs}]{0,125}[^\p{Cc}\p{Cs}\s])?$/u,
  property: /^(?!\$)[^\p{Cc}\p{Cs}\s](?:[^\p{Cc}\p{Cs}]{0,98}[^\p{Cc}\p{Cs}\s])?$/u,
  /** Its closing space is part of it; it may be empty. */
  prefix: /^(?![$\s])[^\p{Cc}\p{Cs}]{0,40}$/u,
  /**
   * `attributes.favouriteStore`, `flags.isEmployee`, `profile.gender`, the same as a JSON pointer
   * (`/attributes/favourite.store`), or a field of the member itself.
   */
  source:
    /^(?:(?:(?:attributes|flags|profile)\.|\/(?:attributes|flags|profile)\/)[^\p{Cc}\p{Cs}]{1,200}|accountNumber|authIdentifier|externalIdentifier|createdAt)$/u,
  /** The same, or nothing. */
  sourceOrNone:
    /^(?:(?:(?:attributes|flags|profile)\.|\/(?:attributes|flags|profile)\/)[^\p{Cc}\p{Cs}]{1,200}|accountNumber|authIdentifier|externalIdentifier|createdAt)?$/u,
  /** A field of a payload: `total`, `sale.total`, or a JSON pointer `/sale/total`. */
  field: /^[^\p{Cc}\p{Cs}\s](?:[^\p{Cc}\p{Cs}]{0,198}[^\p{Cc}\p{Cs}\s])?$/u,
} as const;
