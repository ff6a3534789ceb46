import type { AttributeMapping, AttributeType } from '../../mapping/index.js';
import { Choice } from '../schema/choice.js';
import { PATTERN } from '../schema/patterns.js';
import { Switch } from '../schema/switch.js';
import { Text } from '../schema/text.js';

/** One of the members' own attributes, flags or fields that is sent. */
export class AttributeSettings implements AttributeMapping {
  @Text({
    title: 'Attribute of the member',
    description:
      'As attributes.favouriteStore or flags.isEmployee; also a field of the member, as profile.gender or externalIdentifier.',
    order: 1,
    pattern: PATTERN.source,
    message:
      'Give where the attribute stands, as attributes.favouriteStore, flags.isEmployee or profile.gender.',
  })
  readonly from!: string;

  @Text({
    title: 'Property in Klaviyo',
    description: 'Its name without the prefix, which is put before it.',
    order: 2,
    pattern: PATTERN.property,
    message: 'Give a name of 1 to 100 characters that neither begins with $ nor begins or ends with a space.',
  })
  readonly to!: string;

  @Choice({
    title: 'Type',
    description: 'A value that does not fit is left out, with a reason.',
    order: 3,
    choices: {
      'as-is': 'as it is',
      text: 'text',
      number: 'number',
      'yes-no': 'yes or no',
      date: 'date',
      list: 'list',
    },
  })
  readonly type: AttributeType = 'as-is';

  @Switch({
    title: 'Flatten',
    description:
      'Each field of a nested attribute becomes a property of its own, as Address City: segments cannot look into a nested one.',
    order: 4,
  })
  readonly flatten: boolean = false;
}
