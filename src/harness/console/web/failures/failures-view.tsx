import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DeadLetterGroup } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import { tenant } from '../api/tenant.js';
import { Asked } from '../ui/asked.js';
import { Empty } from '../ui/empty.js';
import { FailureCard } from './failure-card.js';
import { saveFile } from './save-file.js';
import { countOf } from '../words/count-of.js';

const AGAIN_MS = 3_000;

/** What was given up on, by cause, and what can be done about it. */
export function FailuresView({ id }: { readonly id: string }) {
  const groups = useQuery({
    queryKey: ['failures', id],
    queryFn: () =>
      request<{ readonly items: readonly DeadLetterGroup[] }>('GET', pathOf(id, 'dead-letter-groups')),
    refetchInterval: AGAIN_MS,
  });
  return (
    <Asked query={groups}>
      {({ items }) => {
        if (items.length === 0) {
          return (
            <Empty title="No failures">Everything that was accepted has arrived or is on its way.</Empty>
          );
        }
        const all = items.reduce((sum, { count }) => sum + count, 0);
        return (
          <Stack gap="md">
            <Group justify="space-between">
              <Text className="figures">
                {countOf(all, 'item')}, {countOf(items.length, 'cause')}
              </Text>
              <Button
                variant="default"
                onClick={() => void saveFile(pathOf(id, 'dead-letters.csv'), 'dead-letters.csv', tenant)}
              >
                Download as CSV
              </Button>
            </Group>
            {items.map((group) => (
              <FailureCard key={group.cause} id={id} group={group} />
            ))}
          </Stack>
        );
      }}
    </Asked>
  );
}
