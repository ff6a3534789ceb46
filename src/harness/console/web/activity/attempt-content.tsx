import { Alert, Code, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { AttemptDetail } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { formatDuration } from '../ui/format-duration.js';
import { JsonBox } from '../ui/json-box.js';
import { Time } from '../ui/time.js';
import { countOf } from '../words/count-of.js';

/** Request and response as they went, nothing personal in clear, beside the events that have caused them. */
export function AttemptContent({ attempt }: { readonly attempt: AttemptDetail }) {
  const { operation, at, items, result, status, requestId, ms, content } = attempt;
  return (
    <Stack gap="md">
      <Text size="sm">
        <Code>{operation}</Code> at <Time at={at} />: {countOf(items, 'item')}, {result}
        {status !== null && ` (${status})`} after {formatDuration(ms)}.
        {requestId !== null && (
          <>
            {' '}
            Request id <Code>{requestId}</Code>.
          </>
        )}
      </Text>
      {content === null ? (
        <Alert variant="outline" color="gray" title="The content was not kept">
          Contents are kept for some hours, and under full load only of the first requests of each minute.
        </Alert>
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Stack gap="xs">
            <Title order={3} size="h5">
              What has caused it
            </Title>
            {content.causes.length === 0 && (
              <Text size="sm">The extension itself: it looked something up.</Text>
            )}
            {content.causes.length < items && content.causes.length > 0 && (
              <Text size="sm" c="dimmed">
                The first {formatCount(content.causes.length)} of {formatCount(items)}.
              </Text>
            )}
            {content.causes.map(({ memberId, event }, index) =>
              event === null ? (
                <Text key={index} size="sm">
                  A change of member <Code>{memberId}</Code>
                </Text>
              ) : (
                <JsonBox key={index} label={`Event of member ${memberId}`} value={event} />
              ),
            )}
          </Stack>
          <Stack gap="xs">
            <Title order={3} size="h5">
              Request
            </Title>
            <Code>
              {content.method} {content.path}
            </Code>
            {content.request !== null && <JsonBox label="Request body" value={content.request} />}
            <Title order={3} size="h5">
              Response
            </Title>
            {content.response === null ? (
              <Text size="sm">Empty.</Text>
            ) : (
              <JsonBox label="Response body" value={content.response} />
            )}
          </Stack>
        </SimpleGrid>
      )}
    </Stack>
  );
}
