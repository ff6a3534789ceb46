import type { Issue } from '../../contract/index.js';
import type { Settings } from '../settings.js';
import { attributeIssues, fieldIssues } from './check-attributes.js';
import { payloadIssues } from './check-payloads.js';

function eventIssues({ events }: Settings): readonly Issue[] {
  const included = new Set(events.include);
  return events.exclude.flatMap((type, index) =>
    included.has(type)
      ? [
          {
            path: `/events/exclude/${index}`,
            code: 'included_and_excluded',
            message: `${type} is both included and excluded; take it out of one of them.`,
          },
        ]
      : [],
  );
}

function audienceIssues({ audiences }: Settings): readonly Issue[] {
  const pairs = new Set<string>();
  const modes = new Map<string, string>();
  return audiences.flatMap(({ audienceId, listId, mode }, index): Issue[] => {
    const pair = JSON.stringify([audienceId, listId]);
    if (pairs.has(pair))
      return [
        {
          path: `/audiences/${index}`,
          code: 'duplicate_mapping',
          message: 'This audience is mapped to this list already.',
        },
      ];
    pairs.add(pair);
    const first = modes.get(listId) ?? mode;
    modes.set(listId, first);
    if (first !== mode)
      return [
        {
          path: `/audiences/${index}/mode`,
          code: 'mode_conflict',
          message: 'Audiences that share a list must agree on whether who leaves them leaves the list.',
        },
      ];
    return [];
  });
}

/**
 * What is wrong with settings of a right form: contradictions and duplicates within them. Two event types may share a
 * metric's name, for their events stay apart by id and `Event Type`.
 */
export const checkMeaning = (settings: Settings): readonly Issue[] => [
  ...eventIssues(settings),
  ...payloadIssues(settings),
  ...attributeIssues(settings),
  ...fieldIssues(settings),
  ...audienceIssues(settings),
];
