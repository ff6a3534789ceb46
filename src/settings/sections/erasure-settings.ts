import { Switch } from '../schema/switch.js';

/** What happens in Klaviyo when a member closes the account. */
export class ErasureSettings {
  @Switch({
    title: 'Erase in Klaviyo when an account is closed',
    description:
      'Asks Klaviyo to delete the profile and everything known of it. This cannot be undone, and needs a permission that Klaviyo asks for when you connect again.',
    order: 1,
  })
  readonly enabled: boolean = false;
}
