import type { JsonObject } from '../../contract/index.js';

/** What a console draws the form from. */
export const settingsSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    include: {
      type: 'array',
      title: 'Event types',
      description: 'Only these are kept; all when left out.',
      items: { type: 'string', pattern: '^[A-Z]+(_[A-Z]+)*$' },
      uniqueItems: true,
    },
  },
};
