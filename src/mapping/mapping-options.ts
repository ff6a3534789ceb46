import type { PayloadMapping } from './event/payload-mapping.js';
import type { AttributeMapping } from './profile/attribute-mapping.js';

/** Where members have what Klaviyo has a field of its own for, and the platform has not: paths, empty for none. */
export interface ChosenFields {
  /** Klaviyo's second line of the address. */
  readonly addressLine2?: string;
  /** Klaviyo's time zone. */
  readonly timeZone?: string;
}

/**
 * What a tenant decides about names and fields. The settings class has this shape, so settings can be passed where
 * options are asked for.
 */
export interface MappingOptions {
  /** Stands before each profile property, its closing space included: `Loyalty ` makes `Loyalty Points Balance`. */
  readonly prefix: string;
  /** The member's own attributes, flags and fields that are sent as properties, in this order. */
  readonly attributes: readonly AttributeMapping[];
  readonly fields?: ChosenFields;
  /** Metric names by event type, where the tenant wants another than the dictionary's. */
  readonly names?: Readonly<Record<string, string>>;
  /** What goes of the payloads of event types, under which names, and in what their values are told. */
  readonly payloads?: readonly PayloadMapping[];
}
