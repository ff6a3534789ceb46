/**
 * One custom attribute that becomes a profile property.
 *
 * @example
 * { from: 'attributes.favouriteStore', to: 'Favourite Store' } // → `Loyalty Favourite Store`
 */
export interface AttributeMapping {
  /** Dotted path (`attributes.favouriteStore`, `flags.isEmployee`) or JSON pointer (`/attributes/favourite.store`). */
  readonly from: string;
  /** Name of the property without the prefix; the prefix is put before it unless it begins with it already. */
  readonly to: string;
}
