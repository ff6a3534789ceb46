import { Group, List, SimpleGrid, Text } from '@mantine/core';
import type { Overview } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { Panel } from '../ui/panel.js';
import { Reason } from '../ui/reason.js';
import { TERMS } from '../words/terms.js';

/** What was not sent, and what was sent with less than it had: nothing goes without a reason. */
export const ReasonsPanel = ({ counts, reasons }: Pick<Overview, 'counts' | 'reasons'>) => (
  <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
    <Reasons title={TERMS.notSent} counts={counts.ignored} sentences={reasons} />
    <Reasons title={TERMS.sentWithLess} counts={counts.warned ?? {}} sentences={reasons} />
  </SimpleGrid>
);

function Reasons({
  title,
  counts,
  sentences,
}: {
  readonly title: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly sentences: Overview['reasons'];
}) {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return (
    <Panel title={title}>
      {sorted.length === 0 ? (
        <Text c="dimmed">Nothing.</Text>
      ) : (
        <List listStyleType="none" spacing={4}>
          {sorted.map(([code, count]) => (
            <List.Item key={code} styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}>
              <Group justify="space-between" wrap="nowrap" align="flex-start">
                <Reason code={code} sentences={sentences} />
                <Text className="figures">{formatCount(count)}</Text>
              </Group>
            </List.Item>
          ))}
        </List>
      )}
    </Panel>
  );
}
