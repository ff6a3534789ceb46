import { Alert, Stack, Table, Text } from '@mantine/core';
import type { SyncPlan } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { formatDuration } from '../ui/format-duration.js';

/** The numbers of a plan. */
export function PlanNumbers({ plan }: { readonly plan: SyncPlan }) {
  const { members, lists, events, requests, expectedMs, warnings, reasons } = plan;
  const rows: readonly (readonly [string, string])[] = [
    ['Members', formatCount(members.total)],
    ['New profiles', formatCount(members.create)],
    ['Profiles to update', formatCount(members.update)],
    ...Object.entries(members.notSendable).map(
      ([code, count]) => [`Not sent: ${reasons?.[code] ?? code}`, formatCount(count)] as const,
    ),
    ...(events === null ? [] : [['Events of the past', formatCount(events)] as const]),
    ['Requests', formatCount(Object.values(requests).reduce((sum, count) => sum + count, 0))],
    ['Takes about', formatDuration(expectedMs)],
  ];
  return (
    <Stack gap="md">
      {warnings.map(({ path, code, message }) => (
        <Alert key={`${path} ${code}`} color="orange" variant="outline" title="Good to know">
          {message}
        </Alert>
      ))}
      <Table>
        <Table.Tbody>
          {rows.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th scope="row">{label}</Table.Th>
              <Table.Td ta="right" className="figures">
                {value}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {lists.map(({ audienceId, listId, audience, list, joins, there }) => (
        <Text key={`${audienceId} ${listId}`} size="sm">
          <strong>{audience}</strong> → <strong>{list}</strong>: {formatCount(joins)} would be added,{' '}
          {formatCount(there)} are there already.
        </Text>
      ))}
    </Stack>
  );
}
