import { Switch } from '../schema/switch.js';

/** What the extension does. */
export class CapabilitySettings {
  @Switch({ title: 'Events', description: 'Loyalty events appear in Klaviyo as metrics.', order: 1 })
  readonly events: boolean = true;

  @Switch({
    title: 'Profiles',
    description: 'Members appear in Klaviyo as profiles and stay up to date.',
    order: 2,
  })
  readonly profiles: boolean = true;

  @Switch({ title: 'Points', description: 'Points and tier stand on the Klaviyo profile.', order: 3 })
  readonly points: boolean = true;

  @Switch({
    title: 'Lists',
    description: 'Members of an audience are on the Klaviyo list it is mapped to.',
    order: 4,
  })
  readonly lists: boolean = true;
}
