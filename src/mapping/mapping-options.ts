import type { AttributeMapping } from './profile/attribute-mapping.js';

/**
 * What a tenant decides about names. The settings class has this shape, so settings can be passed where options are
 * asked for.
 */
export interface MappingOptions {
  /** Stands before each profile property, its closing space included: `Loyalty ` makes `Loyalty Points Balance`. */
  readonly prefix: string;
  /** The member's own attributes and flags that are sent, in this order. */
  readonly attributes: readonly AttributeMapping[];
  /** Metric names by event type, where the tenant wants another than the dictionary's. */
  readonly names?: Readonly<Record<string, string>>;
}
