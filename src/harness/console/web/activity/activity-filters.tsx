import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { ActivityFilter } from './activity-filter.js';

const HOUR_MS = 3_600_000;
const SPANS = [
  { value: '0', label: 'All that is kept' },
  { value: String(HOUR_MS / 4), label: 'The last 15 minutes' },
  { value: String(HOUR_MS), label: 'The last hour' },
  { value: String(24 * HOUR_MS), label: 'The last day' },
];
const TYPING_MS = 300;

interface Props {
  readonly filter: ActivityFilter;
  readonly operations: readonly string[];
  readonly results: readonly string[];
  readonly onChange: (part: Partial<ActivityFilter>) => void;
}

/** Narrows the requests down. */
export function ActivityFilters({ filter, operations, results, onChange }: Props) {
  const [member, setMember] = useState(filter.memberId);
  const search = useDebouncedCallback(
    (memberId: string) => onChange({ memberId: memberId.trim() }),
    TYPING_MS,
  );
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" role="search" aria-label="Requests">
      <Select
        label="Operation"
        placeholder="All"
        data={[...operations]}
        value={filter.operation === '' ? null : filter.operation}
        onChange={(operation) => onChange({ operation: operation ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': 'All operations' }}
      />
      <Select
        label="Result"
        placeholder="All"
        data={[...results]}
        value={filter.result === '' ? null : filter.result}
        onChange={(result) => onChange({ result: result ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': 'All results' }}
      />
      <TextInput
        label="Member id"
        placeholder="All"
        value={member}
        onChange={({ currentTarget }) => {
          setMember(currentTarget.value);
          search(currentTarget.value);
        }}
      />
      <Select
        label="Time"
        data={SPANS}
        value={String(filter.spanMs)}
        onChange={(span) => onChange({ spanMs: Number(span ?? 0) })}
        allowDeselect={false}
      />
    </SimpleGrid>
  );
}
