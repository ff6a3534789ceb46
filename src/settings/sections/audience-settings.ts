import { Choice } from '../schema/choice.js';
import { PATTERN } from '../schema/patterns.js';
import { Text } from '../schema/text.js';

/** One audience and the Klaviyo list that its members are on. */
export class AudienceSettings {
  @Text({
    title: 'Audience',
    description: 'Its members are put on the list.',
    order: 1,
    options: 'audiences',
    pattern: PATTERN.id,
    message: 'Choose an audience.',
  })
  readonly audienceId!: string;

  @Text({
    title: 'Klaviyo List',
    description: 'Several audiences may share a list; it then holds the members of all of them.',
    order: 2,
    options: 'lists',
    creatable: true,
    pattern: PATTERN.id,
    message: 'Choose a Klaviyo list.',
  })
  readonly listId!: string;

  @Choice({
    title: 'Who leaves the audience',
    description: 'People whom somebody else put on the list always stay.',
    order: 3,
    choices: { mirror: 'leaves the list', 'add-only': 'stays on the list' },
  })
  readonly mode: 'mirror' | 'add-only' = 'mirror';
}
