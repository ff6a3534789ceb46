/** In what an event type tells a sum of money; `same` where another mapping says it, or nobody does: then units. */
export type ValueUnit = 'same' | 'units' | 'hundredths' | 'thousandths' | 'minor-units';

/** What becomes of the payloads of some event types. */
export interface PayloadMapping {
  /** Event types; empty for all. */
  readonly types: readonly string[];
  /** Fields that alone go; empty for all. Dotted paths or JSON pointers, lists seen through. */
  readonly only: readonly string[];
  /** Fields that stay here. */
  readonly leaveOut: readonly string[];
  /** Fields that go under another name, at the place where they stand. */
  readonly rename: readonly FieldName[];
  /** In what the value is told. */
  readonly valueIn: ValueUnit;
}

/** A field of a payload, and its name in Klaviyo. */
export interface FieldName {
  readonly from: string;
  readonly to: string;
}

/** The mappings that hold for an event type: those for all types first. */
export const payloadMappingsOf = (
  type: string,
  mappings: readonly PayloadMapping[] = [],
): readonly PayloadMapping[] => [
  ...mappings.filter(({ types }) => types.length === 0),
  ...mappings.filter(({ types }) => types.includes(type)),
];

/** In what the values of an event type are told: what the last of its mappings says that says it. */
export const valueUnitOf = (mappings: readonly PayloadMapping[]): ValueUnit =>
  mappings.findLast(({ valueIn }) => valueIn !== 'same')?.valueIn ?? 'units';
