import { Select, SimpleGrid } from '@mantine/core';
import { MemberPicker } from '../members/member-picker.js';
import type { ActivityFilter } from './activity-filter.js';

const HOUR_MS = 3_600_000;
const SPANS = [
  { value: '0', label: 'All that is kept' },
  { value: String(HOUR_MS / 4), label: 'The last 15 minutes' },
  { value: String(HOUR_MS), label: 'The last hour' },
  { value: String(24 * HOUR_MS), label: 'The last day' },
];

interface Props {
  readonly filter: ActivityFilter;
  readonly operations: readonly string[];
  readonly results: readonly string[];
  readonly onChange: (part: Partial<ActivityFilter>) => void;
}

/** Narrows the requests down. */
export function ActivityFilters({ filter, operations, results, onChange }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" role="search" aria-label="Requests">
      <Select
        label="Operation"
        placeholder="All"
        data={among(operations, filter.operation)}
        value={filter.operation === '' ? null : filter.operation}
        onChange={(operation) => onChange({ operation: operation ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': 'All operations' }}
      />
      <Select
        label="Result"
        placeholder="All"
        data={among(results, filter.result)}
        value={filter.result === '' ? null : filter.result}
        onChange={(result) => onChange({ result: result ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': 'All results' }}
      />
      <MemberPicker
        value={filter.memberId === '' ? null : filter.memberId}
        onChange={(memberId) => onChange({ memberId: memberId ?? '' })}
        placeholder="All"
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

/** What the address names is a choice even before the others are known. */
const among = (known: readonly string[], chosen: string): string[] =>
  chosen === '' || known.includes(chosen) ? [...known] : [...known, chosen];
