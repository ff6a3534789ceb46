import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { nameOf } from './name-of.js';
import { useMembers } from './use-members.js';

interface Props {
  readonly value: string | null;
  readonly onChange: (member: string | null) => void;
  readonly description?: string;
  readonly placeholder?: string;
}

/** Chooses a member by id, number, name or e-mail address, searched on the server; by the id alone one who is gone. */
export function MemberPicker({ value, onChange, description, placeholder = 'Search' }: Props) {
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), 250);
  const found = useMembers(asked).data?.items ?? [];
  // The one that an address names is called by the name even before anybody has searched.
  const chosen = useMembers(value ?? '').data?.items.filter(({ id }) => id === value) ?? [];
  const labels = new Map<string, string>(
    [...found, ...chosen].map((member) => [member.id, `${nameOf(member)} · ${member.id}`]),
  );
  for (const id of [value ?? '', found.length === 0 ? asked : '']) {
    if (id !== '' && !labels.has(id)) labels.set(id, id);
  }
  return (
    <Select
      label="Member"
      description={description}
      placeholder={placeholder}
      data={[...labels].map(([id, label]) => ({ value: id, label }))}
      // Found on the server already, by more than the label.
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'No member' }}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage="Nobody found"
    />
  );
}
