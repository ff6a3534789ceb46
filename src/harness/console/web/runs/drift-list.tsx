import { List, Text } from '@mantine/core';
import type { Drift, DriftExample } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { countOf } from '../words/count-of.js';
import { DRIFT_KINDS, type Noun } from '../words/terms.js';

const NOUN_OF: Readonly<Record<string, Noun>> = { profile: 'profile', points: 'points', list: 'listPlace' };

function nounOf(about: string, count: number): string {
  const noun = NOUN_OF[about];
  return noun === undefined ? `${formatCount(count)} ${about}` : countOf(count, noun);
}

/** What a reconciliation has found, with some of it to look into. */
export function DriftList({ drift }: { readonly drift: readonly Drift[] }) {
  return drift.map(({ kind, about, count, examples }) => (
    <details key={`${kind} ${about}`}>
      <Text component="summary" size="sm">
        {nounOf(about, count)}: {DRIFT_KINDS[kind] ?? kind}
      </Text>
      <List size="sm" withPadding>
        {examples.map((example) => (
          <List.Item key={nameOf(example)}>{nameOf(example)}</List.Item>
        ))}
      </List>
    </details>
  ));
}

/** Ids and names of fields: nothing personal. */
const nameOf = ({ memberId, profileId, listId, fields }: DriftExample): string =>
  [
    memberId === null ? null : `member ${memberId}`,
    profileId === null ? null : `profile ${profileId}`,
    listId === undefined ? null : `list ${listId}`,
    fields === undefined || fields.length === 0 ? null : fields.join(', '),
  ]
    .filter((part) => part !== null)
    .join(' · ');
