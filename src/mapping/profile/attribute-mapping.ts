/** What a custom attribute becomes: what it is, or one type that all of its values have. */
export type AttributeType = 'as-is' | 'text' | 'number' | 'yes-no' | 'date' | 'list';

/**
 * One field of a member that becomes a profile property.
 *
 * @example
 * { from: 'attributes.favouriteStore', to: 'Favourite Store' } // → `Loyalty Favourite Store`
 * { from: 'profile.gender', to: 'Gender' } // → `Loyalty Gender`
 */
export interface AttributeMapping {
  /**
   * Dotted path (`attributes.favouriteStore`, `flags.isEmployee`, `profile.gender`, `externalIdentifier`) or JSON
   * pointer (`/attributes/favourite.store`).
   */
  readonly from: string;
  /** Name of the property without the prefix; the prefix is put before it unless it begins with it already. */
  readonly to: string;
  /** `as-is` where it is absent. */
  readonly type?: AttributeType;
  /** Whether each field of a nested attribute becomes a property of its own: `Address City`, `Address Floor`. */
  readonly flatten?: boolean;
}
