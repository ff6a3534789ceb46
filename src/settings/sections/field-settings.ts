import type { ChosenFields } from '../../mapping/index.js';
import { MayBeAbsent } from '../schema/may-be-absent.js';
import { PATTERN } from '../schema/patterns.js';
import { Text } from '../schema/text.js';

const source = {
  pattern: PATTERN.sourceOrNone,
  message: 'Give where it stands, as attributes.addressLine2 or profile.timeZone, or leave it empty.',
} as const;

/** Where members have what Klaviyo has a field of its own for, and the platform has none. */
export class FieldSettings implements ChosenFields {
  @MayBeAbsent()
  @Text({
    ...source,
    title: 'Second line of the address',
    description:
      'Where members have it, as attributes.addressLine2. Empty: Klaviyo keeps the line that it has.',
    order: 1,
  })
  readonly addressLine2: string = '';

  @MayBeAbsent()
  @Text({
    ...source,
    title: 'Time zone',
    description:
      'Where members have it, as attributes.timeZone; a name as Europe/London. Empty: Klaviyo finds it itself.',
    order: 2,
  })
  readonly timeZone: string = '';
}
