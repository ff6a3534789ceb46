import { Button, Group, Stack } from '@mantine/core';
import { useAddressValues } from '../app/use-address-values.js';
import { Asked } from '../ui/asked.js';
import { Empty } from '../ui/empty.js';
import { addressOf, filterIn } from './activity-filter.js';
import { ActivityFilters } from './activity-filters.js';
import { ActivityTable } from './activity-table.js';
import { AttemptDrawer } from './attempt-drawer.js';
import { useActivity } from './use-activity.js';

/** Every request that was sent, a page at a time. */
export function ActivityView({ id }: { readonly id: string }) {
  const { valueOf, valuesOf, change } = useAddressValues();
  const filter = filterIn(valueOf);
  // The cursors of the pages that lead here; the last is this page's.
  const trail = valuesOf('page');
  const opened = valueOf('request');
  const first = useActivity(id, filter, '');
  const page = useActivity(id, filter, trail.at(-1) ?? '');
  return (
    <Stack gap="md">
      <ActivityFilters
        filter={filter}
        operations={first.data?.operations ?? []}
        results={first.data?.results ?? []}
        onChange={(part) => change({ ...addressOf(part), page: null })}
      />
      <Asked query={page} rows={12}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Empty title="No requests">Nothing was sent that fits.</Empty>
            ) : (
              <ActivityTable attempts={items} onOpen={(request) => change({ request })} />
            )}
            <Group>
              <Button
                variant="default"
                disabled={trail.length === 0}
                onClick={() => change({ page: trail.slice(0, -1) })}
              >
                Newer
              </Button>
              <Button
                variant="default"
                disabled={next === undefined}
                onClick={() => next !== undefined && change({ page: [...trail, next] })}
              >
                Older
              </Button>
            </Group>
          </>
        )}
      </Asked>
      <AttemptDrawer
        id={id}
        attempt={opened === '' ? null : opened}
        onClose={() => change({ request: null }, { replace: true })}
      />
    </Stack>
  );
}
