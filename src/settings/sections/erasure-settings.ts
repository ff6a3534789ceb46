import { Choice } from '../schema/choice.js';

/** What a closed account leaves behind in Klaviyo. */
export class ErasureSettings {
  @Choice({
    title: 'Profile of a closed account',
    description:
      'Nothing more is sent of a closed account, and it is taken off the lists that it was put on. Erasing cannot be undone, and needs a permission that Klaviyo asks for when you connect again.',
    order: 1,
    choices: {
      leave: 'stays as it is',
      clear: 'loses our properties, name and contact data',
      erase: 'is erased in Klaviyo, with all that is known of it',
    },
  })
  readonly profile: 'leave' | 'clear' | 'erase' = 'leave';
}
