import { Group, Progress, Stack, Text } from '@mantine/core';
import type { BudgetUse } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { formatDuration } from '../ui/format-duration.js';
import { Panel } from '../ui/panel.js';
import { Time } from '../ui/time.js';
import { nameOfOperation } from '../words/name-of-operation.js';
import { TERMS } from '../words/terms.js';

/** How much of what the vendor permits is in use, operation by operation. */
export const BudgetPanel = ({ budget }: { readonly budget: readonly BudgetUse[] }) => (
  <Panel title={TERMS.budget}>
    {budget.length === 0 ? (
      <Text c="dimmed">Nothing was sent in the last minute.</Text>
    ) : (
      <Stack gap="md">
        {budget.map(({ operation, windows, blockedUntil }) => (
          <div key={operation}>
            <Group justify="space-between" gap="xs">
              <Text size="sm" title={operation}>
                {nameOfOperation(operation)}
              </Text>
              {blockedUntil !== null && (
                <Text size="sm">
                  rests until <Time at={blockedUntil} />
                </Text>
              )}
            </Group>
            {windows.map(({ windowMs, used, limit }) => (
              <Group key={windowMs} gap="sm" wrap="nowrap" mt={4}>
                <Progress
                  value={Math.min(100, (used / limit) * 100)}
                  flex={1}
                  aria-label={`${nameOfOperation(operation)} in ${formatDuration(windowMs)}`}
                />
                <Text size="sm" className="figures" w={150} ta="right">
                  {formatCount(used)} of {formatCount(limit)} in {formatDuration(windowMs)}
                </Text>
              </Group>
            ))}
          </div>
        ))}
      </Stack>
    )}
  </Panel>
);
