import { DEFAULT_PREFIX, type MappingOptions } from '../mapping/index.js';
import { Choice } from './schema/choice.js';
import { MayBeAbsent } from './schema/may-be-absent.js';
import { PATTERN } from './schema/patterns.js';
import { Rows } from './schema/rows.js';
import { Section } from './schema/section.js';
import { Share } from './schema/share.js';
import { Text } from './schema/text.js';
import { AttributeSettings } from './sections/attribute-settings.js';
import { AudienceSettings } from './sections/audience-settings.js';
import { CapabilitySettings } from './sections/capability-settings.js';
import { ErasureSettings } from './sections/erasure-settings.js';
import { EventSettings } from './sections/event-settings.js';
import { FieldSettings } from './sections/field-settings.js';
import type { PayloadSettings } from './sections/payload-settings.js';
import { ReconciliationSettings } from './sections/reconciliation-settings.js';
import { RetentionSettings } from './sections/retention-settings.js';

/**
 * What a tenant sets for one installation. Every key may be left out: the defaults make all four capabilities work as
 * soon as the installation is saved active. An instance is complete; as JSON it is what `parseSettings` takes.
 */
export class Settings implements MappingOptions {
  @Section(() => CapabilitySettings, {
    title: 'What flows',
    description: 'All four are on at first.',
    order: 1,
  })
  readonly capabilities: CapabilitySettings = new CapabilitySettings();

  @Rows(() => AudienceSettings, {
    title: 'Audiences and lists',
    description: 'Choose an audience, choose a Klaviyo list: the members of the one are kept on the other.',
    order: 2,
    most: 500,
  })
  readonly audiences: readonly AudienceSettings[] = [];

  @Section(() => EventSettings, {
    title: 'Events',
    description: 'Which events are sent, and how they are named.',
    order: 3,
  })
  readonly events: EventSettings = new EventSettings();

  @Rows(() => AttributeSettings, {
    title: 'Custom attributes',
    description: 'Attributes, flags and fields of members that become properties of the profile.',
    order: 4,
    most: 100,
  })
  readonly attributes: readonly AttributeSettings[] = [];

  @Section(() => FieldSettings, {
    title: "More of Klaviyo's own fields",
    description: 'Which the platform keeps nowhere of its own.',
    order: 14,
  })
  readonly fields: FieldSettings = new FieldSettings();

  @MayBeAbsent()
  @Text({
    title: 'Prefix of profile properties',
    description:
      'Stands before each property, its closing space included. Segments are built on these names: choose it once.',
    order: 5,
    pattern: PATTERN.prefix,
    message: 'Give a text of at most 40 characters that begins with neither $ nor a space.',
  })
  readonly prefix: string = DEFAULT_PREFIX;

  @Choice({
    title: 'Members without e-mail and phone',
    description: 'Klaviyo can hold them by their member id alone, but cannot write to them.',
    order: 6,
    choices: { 'external-id': 'are sent by their member id', skip: 'are not sent' },
  })
  readonly withoutContact: 'external-id' | 'skip' = 'external-id';

  @Choice({
    title: 'First load',
    description: 'Adding members to a Klaviyo list starts the flows of that list.',
    order: 7,
    choices: { ask: 'shows its numbers and waits for a person', auto: 'begins by itself' },
  })
  readonly load: 'ask' | 'auto' = 'ask';

  @Choice({
    title: 'Lists that are no longer mapped',
    description: 'What happens to members whom this installation has added. Whom somebody else added stays.',
    order: 12,
    choices: { leave: 'they stay on the list', clear: 'they are taken off the list' },
  })
  readonly unmapped: 'leave' | 'clear' = 'leave';

  @Section(() => ReconciliationSettings, {
    title: 'Reconciliation',
    description: 'Compares what Klaviyo holds with the platform.',
    order: 13,
  })
  readonly reconciliation: ReconciliationSettings = new ReconciliationSettings();

  @Share({
    title: 'Share of the rate limit',
    description: 'How much of what Klaviyo allows this installation uses: 0.9 is nine tenths.',
    order: 8,
  })
  // The limits are counted for this app alone, so the tenth is no gift to others: it absorbs clocks that differ.
  readonly rateShare: number = 0.9;

  @Section(() => RetentionSettings, {
    title: 'How long records are kept',
    description: 'Records older than this are deleted.',
    order: 9,
  })
  readonly retention: RetentionSettings = new RetentionSettings();

  @Section(() => ErasureSettings, {
    title: 'Closed accounts',
    description: 'What stays in Klaviyo of a member who closes the account.',
    order: 10,
  })
  readonly erasure: ErasureSettings = new ErasureSettings();

  /** The metric names where the mapping looks for them. On the prototype, so no part of the settings as JSON. */
  get names(): Readonly<Record<string, string>> {
    return this.events.names;
  }

  /** The same of payloads. */
  get payloads(): readonly PayloadSettings[] {
    return this.events.payloads;
  }
}
