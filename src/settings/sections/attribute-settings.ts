import type { AttributeMapping } from '../../mapping/index.js';
import { PATTERN } from '../schema/patterns.js';
import { Text } from '../schema/text.js';

/** One of the members' own attributes or flags that is sent. */
export class AttributeSettings implements AttributeMapping {
  @Text({
    title: 'Attribute of the member',
    description: 'As attributes.favouriteStore or flags.isEmployee.',
    order: 1,
    pattern: PATTERN.source,
    message: 'Give where the attribute stands, as attributes.favouriteStore or flags.isEmployee.',
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
}
