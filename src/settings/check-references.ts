import type { Issue } from '../contract/index.js';
import type { Settings } from './settings.js';

/** What exists outside: ids of the Klaviyo account's lists and of the tenant's audiences. */
export interface Known {
  readonly lists: ReadonlySet<string>;
  readonly audiences: ReadonlySet<string>;
}

/** The lists and audiences in the settings that do not exist. */
export function checkReferences(settings: Settings, known: Known): readonly Issue[] {
  const list = (listId: string, path: string): readonly Issue[] =>
    known.lists.has(listId)
      ? []
      : [
          {
            path,
            code: 'unknown_list',
            message: 'The connected Klaviyo account has no such list; choose another.',
          },
        ];
  return [
    ...settings.audiences.flatMap(({ audienceId, listId }, index): readonly Issue[] => [
      ...(known.audiences.has(audienceId)
        ? []
        : [
            {
              path: `/audiences/${index}/audienceId`,
              code: 'unknown_audience',
              message: 'There is no such audience; choose another.',
            },
          ]),
      ...list(listId, `/audiences/${index}/listId`),
    ]),
    ...settings.consent.mappings.flatMap(({ listId }, index) =>
      list(listId, `/consent/mappings/${index}/listId`),
    ),
  ];
}
