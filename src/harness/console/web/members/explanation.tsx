import { Alert, Code, List, SimpleGrid, Stack, Text } from '@mantine/core';
import type { MemberExplanation, StateExplanation } from '../../../../contract/index.js';
import { JsonBox } from '../ui/json-box.js';
import { Panel } from '../ui/panel.js';
import { Time } from '../ui/time.js';
import { countOf } from '../words/count-of.js';

const STATUS: Readonly<Record<StateExplanation['status'], string>> = {
  never: 'was never sent',
  equal: 'is up to date',
  differs: 'is older there than here',
};

/** Why a member is as it is at the vendor, in sentences. */
export function Explanation({ explanation }: { readonly explanation: MemberExplanation }) {
  const { known, notSendable, profileId, states, current, waiting, lists, warnings, deadLetters } =
    explanation;
  return (
    <Stack gap="md">
      {!known && (
        <Alert variant="outline" color="orange" title="Not known">
          The platform knows no such member.
        </Alert>
      )}
      {notSendable && (
        <Alert variant="outline" color="orange" title="Nothing of this member is sent">
          {notSendable.message} <Code>{notSendable.code}</Code>
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title="Profile and points">
          <Text size="sm">
            {profileId === null ? (
              'No profile is known yet.'
            ) : (
              <>
                Profile <Code>{profileId}</Code>
              </>
            )}
          </Text>
          <List size="sm" mt="xs">
            {states.map(({ facet, status, acceptedAt, requestId }) => (
              <List.Item key={facet}>
                <strong>{facet}</strong> {STATUS[status]}
                {acceptedAt !== null && (
                  <>
                    {' '}
                    (sent <Time at={acceptedAt} />)
                  </>
                )}
                {requestId !== null && <Code ml={4}>{requestId}</Code>}
              </List.Item>
            ))}
          </List>
          {warnings.length > 0 && (
            <List size="sm" mt="xs">
              {warnings.map(({ code, message }) => (
                <List.Item key={code}>
                  <strong>Left out</strong>: {message} <Code>{code}</Code>
                </List.Item>
              ))}
            </List>
          )}
        </Panel>
        <Panel title="Waiting">
          {waiting.length === 0 ? (
            <Text c="dimmed">Nothing.</Text>
          ) : (
            <List size="sm">
              {waiting.map(({ about, reference, since, dueAt, attempts, why }) => (
                <List.Item key={`${about} ${reference}`}>
                  <strong>{about}</strong> {reference !== '' && <Code>{reference}</Code>} since{' '}
                  <Time at={since} />, next at <Time at={dueAt} />, tried {countOf(attempts, 'time')}. {why}
                </List.Item>
              ))}
            </List>
          )}
        </Panel>
        <Panel title="Lists">
          {lists.length === 0 ? (
            <Text c="dimmed">No audience is mapped.</Text>
          ) : (
            <List size="sm">
              {lists.map(({ listId, list, why }) => (
                <List.Item key={listId}>
                  <strong>{list}</strong>: {why}
                </List.Item>
              ))}
            </List>
          )}
        </Panel>
        <Panel title="Failures">
          {deadLetters.length === 0 ? (
            <Text c="dimmed">None.</Text>
          ) : (
            <List size="sm">
              {deadLetters.map((letter) => (
                <List.Item key={letter.id}>
                  <strong>{letter.about}</strong> at <Time at={letter.at} />: {letter.message}
                </List.Item>
              ))}
            </List>
          )}
        </Panel>
      </SimpleGrid>
      {current !== null && (
        <Panel title="What would be sent now">
          <JsonBox label="What would be sent now" value={current} />
        </Panel>
      )}
    </Stack>
  );
}
