import { Anchor, Box, Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VendorRows } from '../../../server/vendor/cut-state.js';
import { queryOf } from '../api/query-of.js';
import { request } from '../api/request.js';
import { useAddressValues } from '../app/use-address-values.js';
import { Asked } from '../ui/asked.js';
import { Empty } from '../ui/empty.js';
import { Panel } from '../ui/panel.js';
import { useAccounts } from './use-accounts.js';
import { VendorRow } from './vendor-row.js';
import { countOf } from '../words/count-of.js';

const PARTS = [
  { value: 'profiles', label: 'Profiles' },
  { value: 'lists', label: 'Lists' },
  { value: 'events', label: 'Events' },
] as const;
const NOUN_OF = { profiles: 'profile', lists: 'list', events: 'event' } as const;
const ROWS = 25;

/** What the local vendor holds: the other side of everything that was sent. */
export function VendorPanel({ url }: { readonly url: string }) {
  const accounts = useAccounts();
  const [chosen, setChosen] = useState<string | null>(null);
  const { valueOf, change } = useAddressValues();
  const part = PARTS.find(({ value }) => value === valueOf('holds'))?.value ?? 'profiles';
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), 250);
  const [offset, setOffset] = useState(0);
  const account = chosen ?? accounts[0]?.id;
  const rows = useQuery({
    queryKey: ['vendor', account, part, asked, offset],
    queryFn: () =>
      request<VendorRows>(
        'GET',
        `/api/vendor/look/${encodeURIComponent(account ?? '')}/${part}${queryOf({ search: asked, offset })}`,
      ),
    enabled: account !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 3_000,
  });
  return (
    <Panel
      title="What the vendor holds"
      actions={
        <Anchor href={url} target="_blank" rel="noreferrer" size="sm">
          Open it in a new window
        </Anchor>
      }
    >
      {account === undefined ? (
        <Text c="dimmed">No account is connected.</Text>
      ) : (
        <Stack gap="sm">
          <Group align="flex-end">
            <Select
              label="Account"
              data={accounts.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))}
              value={account}
              onChange={setChosen}
              allowDeselect={false}
            />
            <TextInput
              label="Search"
              value={search}
              onChange={({ currentTarget }) => {
                setSearch(currentTarget.value);
                setOffset(0);
              }}
            />
            <SegmentedControl
              aria-label="Show"
              data={[...PARTS]}
              value={part}
              onChange={(value) => {
                change({ holds: value });
                setOffset(0);
              }}
            />
          </Group>
          <Asked query={rows} rows={6}>
            {({ rows: found, total }) => (
              <>
                <Text size="sm" className="figures" role="status">
                  {countOf(total, NOUN_OF[part])}
                </Text>
                {found.length === 0 ? (
                  <Empty title="Nothing there">Nothing fits.</Empty>
                ) : (
                  <Box mah={560} style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label="Found">
                    {found.map((row, index) => (
                      <VendorRow key={`${offset} ${index}`} row={row} />
                    ))}
                  </Box>
                )}
                <Group>
                  <Button
                    variant="default"
                    disabled={offset === 0}
                    onClick={() => setOffset(Math.max(0, offset - ROWS))}
                  >
                    Before
                  </Button>
                  <Button
                    variant="default"
                    disabled={offset + ROWS >= total}
                    onClick={() => setOffset(offset + ROWS)}
                  >
                    Next
                  </Button>
                </Group>
              </>
            )}
          </Asked>
        </Stack>
      )}
    </Panel>
  );
}
