import type { EventType, JsonObject } from '../../contract/index.js';
import { valueAt } from '../json/value-at.js';
import type { Warnings } from '../json/warnings.js';
import { numberOf } from '../number/read-number.js';
import { roundNumber } from '../number/round-number.js';
import { wordsOf } from '../secret/words-of.js';
import type { ValueUnit } from './payload-mapping.js';

/** A sum of money, as the event's `value` and `value_currency`. */
export interface EventValue {
  readonly value?: number;
  /** ISO 4217, upper case. */
  readonly valueCurrency?: string;
}

function currencyOf(found: unknown): string | undefined {
  const code = typeof found === 'string' ? found.trim().toUpperCase() : '';
  // Real currencies only: a tenant's `PTS` would turn points into money.
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code) ? code : undefined;
}

/** Decimals of a currency (ISO 4217): 2 of GBP, 0 of JPY, 3 of KWD. */
const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** By how many decimal places a sum is told too large. */
function decimalsIn(unit: ValueUnit, currency: string | undefined): number {
  if (unit === 'minor-units') return currency === undefined ? 2 : decimalsOf(currency);
  return unit === 'hundredths' ? 2 : unit === 'thousandths' ? 3 : 0;
}

/**
 * The money in an event, where its type declares at which places of the payload it stands (`metaTypeMappings`). It is
 * never points: a place named so is refused. A currency that is there but no currency costs the value as well, for
 * Klaviyo would book the number in the account's own; where none is there the value goes alone.
 *
 * @param unit in what the event type tells its sums, as `hundredths` for cents
 */
export function eventValue(
  payload: JsonObject,
  type: EventType | undefined,
  warnings: Warnings,
  unit: ValueUnit = 'units',
): EventValue {
  const { value: valuePath, currency: currencyPath } = type?.metaTypeMappings ?? {};
  if (!valuePath) return {};
  const found = valueAt(payload, valuePath);
  if (found === undefined || found === null || found === '') return {};
  const at = ['payload', ...valuePath.split(/[/.]/).filter((key) => key !== '')];
  if (wordsOf(at.at(-1) ?? '').some((word) => word === 'point' || word === 'points')) {
    warnings.add('value_is_points', 'Points are no money, so no value was sent; correct the event type.', at);
    return {};
  }
  const told = numberOf(found);
  if (told === undefined) {
    warnings.add('value_unusable', 'The value is no number, so it was left out.', at);
    return {};
  }
  const written = currencyPath ? valueAt(payload, currencyPath) : undefined;
  const scaled = (currency?: string): number => roundNumber(told / 10 ** decimalsIn(unit, currency));
  if (written === undefined || written === null || written === '') return { value: scaled() };
  const valueCurrency = currencyOf(written);
  if (valueCurrency !== undefined) return { value: scaled(valueCurrency), valueCurrency };
  warnings.add(
    'currency_unusable',
    'The currency is no ISO 4217 code, so value and currency were left out.',
    ['payload', ...(currencyPath ?? '').split(/[/.]/).filter((key) => key !== '')],
  );
  return {};
}
