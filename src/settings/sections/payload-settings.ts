import type { FieldName, PayloadMapping, ValueUnit } from '../../mapping/index.js';
import { Choice } from '../schema/choice.js';
import { PATTERN } from '../schema/patterns.js';
import { Rows } from '../schema/rows.js';
import { Text } from '../schema/text.js';
import { TextList } from '../schema/text-list.js';

const fields = {
  pattern: PATTERN.field,
  message: 'Give the name of a field, as total, or where it stands, as sale.total.',
  most: 200,
} as const;

/** A field of a payload that goes under another name. */
export class RenameSettings implements FieldName {
  @Text({
    title: 'Field of the payload',
    description: 'As total, or sale.total for one within another.',
    order: 1,
    pattern: fields.pattern,
    message: fields.message,
  })
  readonly from!: string;

  @Text({
    title: 'Name in Klaviyo',
    description: 'Flows and segments that use the old name no longer find it.',
    order: 2,
    pattern: PATTERN.property,
    message: 'Give a name of 1 to 100 characters that neither begins with $ nor begins or ends with a space.',
  })
  readonly to!: string;
}

/** What becomes of the payloads of some event types, and in what they tell their values. */
export class PayloadSettings implements PayloadMapping {
  @TextList({
    title: 'Event types',
    description: 'Empty: all event types.',
    order: 1,
    options: 'event-types',
    pattern: PATTERN.eventType,
    message: 'Give an event type in capital letters, as PURCHASED_REWARD.',
    most: 1000,
  })
  readonly types: readonly string[] = [];

  @TextList({
    ...fields,
    title: 'Only these fields',
    description: 'Empty: all fields are sent, also those that come later.',
    order: 2,
  })
  readonly only: readonly string[] = [];

  @TextList({
    ...fields,
    title: 'Not these fields',
    description: 'They stay here, as buyer.email say; lists are looked through.',
    order: 3,
  })
  readonly leaveOut: readonly string[] = [];

  @Rows(() => RenameSettings, {
    title: 'Other names',
    description: 'Fields that appear in Klaviyo under another name.',
    order: 4,
    most: 200,
  })
  readonly rename: readonly RenameSettings[] = [];

  @Choice({
    title: 'The value is told in',
    description:
      "Of event types that declare a value: what 1 of it is. The currency's smallest unit is a penny or a yen; without a currency it is a hundredth.",
    order: 5,
    choices: {
      same: 'whole units, if nothing else is said',
      units: 'whole units: 12.50',
      hundredths: 'hundredths (cents): 1250',
      thousandths: 'thousandths: 12500',
      'minor-units': "the currency's smallest unit",
    },
  })
  readonly valueIn: ValueUnit = 'same';
}
