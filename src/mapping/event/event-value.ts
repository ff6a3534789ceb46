import type { EventType, JsonObject } from '../../contract/index.js';
import { valueAt } from '../json/value-at.js';
import type { Warnings } from '../json/warnings.js';
import { wordsOf } from '../secret/words-of.js';

/** A sum of money, as the event's `value` and `value_currency`. */
export interface EventValue {
  readonly value?: number;
  /** ISO 4217, upper case. */
  readonly valueCurrency?: string;
}

const NUMBER = /^[+-]?(\d+(\.\d+)?|\.\d+)$/;

function numberOf(found: unknown): number | undefined {
  const number = typeof found === 'string' && NUMBER.test(found.trim()) ? Number(found.trim()) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function currencyOf(found: unknown): string | undefined {
  const code = typeof found === 'string' ? found.trim().toUpperCase() : '';
  // Real currencies only: a tenant's `PTS` would turn points into money.
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code) ? code : undefined;
}

/**
 * The money in an event, where its type declares at which places of the payload it stands (`metaTypeMappings`). It is
 * never points: a place named so is refused. A currency that is there but no currency costs the value as well, for
 * Klaviyo would book the number in the account's own; where none is there the value goes alone.
 */
export function eventValue(payload: JsonObject, type: EventType | undefined, warnings: Warnings): EventValue {
  const { value: valuePath, currency: currencyPath } = type?.metaTypeMappings ?? {};
  if (!valuePath) return {};
  const found = valueAt(payload, valuePath);
  if (found === undefined || found === null || found === '') return {};
  const at = ['payload', ...valuePath.split(/[/.]/).filter((key) => key !== '')];
  if (wordsOf(at.at(-1) ?? '').some((word) => word === 'point' || word === 'points')) {
    warnings.add('value_is_points', 'Points are no money, so no value was sent; correct the event type.', at);
    return {};
  }
  const value = numberOf(found);
  if (value === undefined) {
    warnings.add('value_unusable', 'The value is no number, so it was left out.', at);
    return {};
  }
  const written = currencyPath ? valueAt(payload, currencyPath) : undefined;
  if (written === undefined || written === null || written === '') return { value };
  const valueCurrency = currencyOf(written);
  if (valueCurrency !== undefined) return { value, valueCurrency };
  warnings.add(
    'currency_unusable',
    'The currency is no ISO 4217 code, so value and currency were left out.',
    ['payload', ...(currencyPath ?? '').split(/[/.]/).filter((key) => key !== '')],
  );
  return {};
}
