import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { Asked } from '../ui/asked.js';
import { Empty } from '../ui/empty.js';
import { type ActivityFilter, NO_FILTER } from './activity-filter.js';
import { ActivityFilters } from './activity-filters.js';
import { ActivityTable } from './activity-table.js';
import { AttemptDrawer } from './attempt-drawer.js';
import { useActivity } from './use-activity.js';

/** Every request that was sent, a page at a time. */
export function ActivityView({ id }: { readonly id: string }) {
  const [filter, setFilter] = useState<ActivityFilter>(NO_FILTER);
  // The cursors of the pages that lead here; the last is this page's.
  const [trail, setTrail] = useState<readonly string[]>(['']);
  const [opened, setOpened] = useState<string | null>(null);
  const first = useActivity(id, filter, '');
  const page = useActivity(id, filter, trail.at(-1) ?? '');
  const change = (part: Partial<ActivityFilter>): void => {
    setFilter({ ...filter, ...part });
    setTrail(['']);
  };
  return (
    <Stack gap="md">
      <ActivityFilters
        filter={filter}
        operations={first.data?.operations ?? []}
        results={first.data?.results ?? []}
        onChange={change}
      />
      <Asked query={page} rows={12}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Empty title="No requests">Nothing was sent that fits.</Empty>
            ) : (
              <ActivityTable attempts={items} onOpen={setOpened} />
            )}
            <Group>
              <Button
                variant="default"
                disabled={trail.length === 1}
                onClick={() => setTrail(trail.slice(0, -1))}
              >
                Newer
              </Button>
              <Button
                variant="default"
                disabled={next === undefined}
                onClick={() => next !== undefined && setTrail([...trail, next])}
              >
                Older
              </Button>
            </Group>
          </>
        )}
      </Asked>
      <AttemptDrawer id={id} attempt={opened} onClose={() => setOpened(null)} />
    </Stack>
  );
}
