import type { Settings } from './settings/index.js';

/** What of the settings decides how a profile looks in Klaviyo. */
const wantsOf = ({ capabilities, attributes, fields, prefix, withoutContact, audiences }: Settings) => ({
  profiles: capabilities.profiles,
  points: capabilities.points,
  attributes,
  fields,
  prefix,
  withoutContact,
  // Their names stand on the profile.
  audiences: [...new Set(audiences.map(({ audienceId }) => audienceId))].toSorted(),
});

/** Whether profiles that were sent by the settings before are not as these want them. Pure. */
export const changesWants = (before: Settings, after: Settings): boolean =>
  JSON.stringify(wantsOf(before)) !== JSON.stringify(wantsOf(after));
