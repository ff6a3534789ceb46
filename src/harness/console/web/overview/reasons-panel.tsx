import { Code, Group, List, SimpleGrid, Text } from '@mantine/core';
import type { Overview } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { Panel } from '../ui/panel.js';

/** What was not sent, and what was sent with less than it had: nothing goes without a reason. */
export const ReasonsPanel = ({ counts }: Pick<Overview, 'counts'>) => (
  <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
    <Reasons title="Not sent, by reason" reasons={counts.ignored} />
    <Reasons title="Sent with less, by reason" reasons={counts.warned ?? {}} />
  </SimpleGrid>
);

function Reasons({
  title,
  reasons,
}: {
  readonly title: string;
  readonly reasons: Readonly<Record<string, number>>;
}) {
  const sorted = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  return (
    <Panel title={title}>
      {sorted.length === 0 ? (
        <Text c="dimmed">Nothing.</Text>
      ) : (
        <List listStyleType="none" spacing={4}>
          {sorted.map(([code, count]) => (
            <List.Item key={code} styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}>
              <Group justify="space-between">
                <Code>{code}</Code>
                <Text className="figures">{formatCount(count)}</Text>
              </Group>
            </List.Item>
          ))}
        </List>
      )}
    </Panel>
  );
}
