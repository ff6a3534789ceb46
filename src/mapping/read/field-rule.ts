import type { Json } from '../../contract/index.js';
import type { Read } from './read.js';

/** Where a field stands in a Klaviyo profile. */
export type Target =
  /** One of Klaviyo's own attributes. */
  | { readonly kind: 'attribute'; readonly name: string }
  /** A part of Klaviyo's `location`. */
  | { readonly kind: 'location'; readonly name: string }
  /** A property, by its name without the prefix. */
  | { readonly kind: 'property'; readonly name: string };

/** One row of the table of fields. */
export interface FieldRule<Source> {
  readonly to: Target;
  /** Keys from the source to the value, for the place that a reason names. */
  readonly from: readonly string[];
  readonly read: (source: Source) => Read<Json>;
  /**
   * Fields of one group are one value: as soon as one of them is told, all go, and what is not told of the others is
   * cleared. A field without a group is a group of its own.
   */
  readonly group?: string;
}

/** A field of a group that is written: its value, `null` to clear. */
export interface Written {
  readonly to: Target;
  readonly value: Json;
}
