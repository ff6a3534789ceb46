import { Rows } from '../schema/rows.js';
import { Switch } from '../schema/switch.js';
import { ConsentMappingSettings } from './consent-mapping-settings.js';

/** Whether a consent given in the loyalty programme subscribes a profile in Klaviyo. Off unless switched on here. */
export class ConsentSettings {
  @Switch({
    title: 'Subscribe by consent',
    description:
      'Nobody is ever subscribed unless this is on and a consent type is mapped below. It needs a permission that Klaviyo asks for when you connect again.',
    order: 1,
  })
  readonly enabled: boolean = false;

  @Rows(() => ConsentMappingSettings, {
    title: 'Consent types',
    description: 'Which consent stands for which channel.',
    order: 2,
    most: 100,
  })
  readonly mappings: readonly ConsentMappingSettings[] = [];
}
