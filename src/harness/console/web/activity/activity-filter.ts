/** What the requests are narrowed down by; empty texts narrow nothing. */
export interface ActivityFilter {
  readonly operation: string;
  readonly result: string;
  readonly memberId: string;
  /** A span back from now; `0` for all. */
  readonly spanMs: number;
}

/** The names by which the address knows the parts of a filter. */
const FILTER_NAMES = {
  operation: 'operation',
  result: 'result',
  memberId: 'member',
  spanMs: 'span',
} as const satisfies Record<keyof ActivityFilter, string>;

/** The filter that an address names; what it says and means nothing narrows nothing. */
export function filterIn(valueOf: (name: string) => string): ActivityFilter {
  const span = Number(valueOf(FILTER_NAMES.spanMs));
  return {
    operation: valueOf(FILTER_NAMES.operation),
    result: valueOf(FILTER_NAMES.result),
    memberId: valueOf(FILTER_NAMES.memberId),
    spanMs: Number.isSafeInteger(span) && span > 0 ? span : 0,
  };
}

/** A part of a filter as the address tells it; null where it narrows nothing. */
export const addressOf = (part: Partial<ActivityFilter>): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      FILTER_NAMES[key as keyof ActivityFilter],
      value === '' || value === 0 ? null : String(value),
    ]),
  );
