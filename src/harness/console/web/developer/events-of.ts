import type { JsonObject, LoyaltyEvent } from '../../../../contract/index.js';

/** What stands in the form. */
export interface EventOrder {
  readonly type: string;
  /** JSON. */
  readonly payload: string;
  /** Null for an event of nobody. */
  readonly subject: string | null;
  readonly count: number;
  /** Begins every id, so that none comes twice. */
  readonly prefix: string;
}

/** The events of a form. @throws Error where the payload is no JSON object */
export function eventsOf({ type, payload, subject, count, prefix }: EventOrder): readonly LoyaltyEvent[] {
  const parsed: unknown = parse(payload);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error(NO_OBJECT);
  const body = parsed as JsonObject;
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index + 1}`,
    type,
    subject,
    payload: body,
  }));
}

const NO_OBJECT = 'The payload is no JSON object. Write one, as {"reward": "Coffee"}.';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(NO_OBJECT);
  }
}
