import type { Issue } from '../contract/index.js';
import type { Settings } from './settings.js';

/** What exists outside: ids of the Klaviyo account's lists and of the tenant's audiences. */
export interface Known {
  readonly lists: ReadonlySet<string>;
  readonly audiences: ReadonlySet<string>;
}

/** The lists and audiences in the settings that do not exist. */
export function checkReferences(settings: Settings, known: Known): readonly Issue[] {
  return settings.audiences.flatMap(({ audienceId, listId }, index): readonly Issue[] => [
    ...(known.audiences.has(audienceId)
      ? []
      : [
          {
            path: `/audiences/${index}/audienceId`,
            code: 'unknown_audience',
            message: 'There is no such audience; choose another.',
          },
        ]),
    ...(known.lists.has(listId)
      ? []
      : [
          {
            path: `/audiences/${index}/listId`,
            code: 'unknown_list',
            message: 'The connected Klaviyo account has no such list; choose another.',
          },
        ]),
  ]);
}
