import { Code, Table, Text, UnstyledButton } from '@mantine/core';
import type { Attempt } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { formatDuration } from '../ui/format-duration.js';
import { ScrollBox } from '../ui/scroll-box.js';
import { Time } from '../ui/time.js';

interface Props {
  readonly attempts: readonly Attempt[];
  readonly onOpen: (id: string) => void;
}

/** Requests, the newest first. */
export const ActivityTable = ({ attempts, onOpen }: Props) => (
  <ScrollBox label="Requests">
    <Table highlightOnHover verticalSpacing={6} miw={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Time</Table.Th>
          <Table.Th>Operation</Table.Th>
          <Table.Th ta="right">Items</Table.Th>
          <Table.Th>Result</Table.Th>
          <Table.Th ta="right">Took</Table.Th>
          <Table.Th>Request id</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {attempts.map((attempt) => (
          <Table.Tr key={attempt.id}>
            <Table.Td>
              <UnstyledButton
                onClick={() => onOpen(attempt.id)}
                td="underline"
                aria-label={`Open ${attempt.operation}, ${new Date(attempt.at).toLocaleTimeString()}`}
              >
                <Time at={attempt.at} />
              </UnstyledButton>
            </Table.Td>
            <Table.Td>
              <Code>{attempt.operation}</Code>
            </Table.Td>
            <Table.Td ta="right" className="figures">
              {formatCount(attempt.items)}
            </Table.Td>
            <Table.Td>
              <Text size="sm" c={attempt.result === 'done' ? undefined : 'var(--mantine-color-error)'}>
                {attempt.result}
                {attempt.status !== null && ` (${attempt.status})`}
              </Text>
            </Table.Td>
            <Table.Td ta="right" className="figures">
              {formatDuration(attempt.ms)}
            </Table.Td>
            <Table.Td>{attempt.requestId === null ? '–' : <Code>{attempt.requestId}</Code>}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </ScrollBox>
);
