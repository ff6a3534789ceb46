import { Choice } from '../schema/choice.js';
import { PATTERN } from '../schema/patterns.js';
import { Text } from '../schema/text.js';

/** One consent type, and the subscription that it stands for. */
export class ConsentMappingSettings {
  @Text({
    title: 'Consent type',
    description: 'As the loyalty programme names it.',
    order: 1,
    pattern: PATTERN.id,
    message: 'Give the consent type.',
  })
  readonly consentType!: string;

  @Choice({
    title: 'Channel',
    description: 'What the member has agreed to receive.',
    order: 2,
    choices: { email: 'E-mail', sms: 'Text message' },
  })
  readonly channel: 'email' | 'sms' = 'email';

  @Text({
    title: 'Klaviyo List',
    description: 'The list that the member is subscribed to.',
    order: 3,
    options: 'lists',
    creatable: true,
    pattern: PATTERN.id,
    message: 'Choose a Klaviyo list.',
  })
  readonly listId!: string;
}
