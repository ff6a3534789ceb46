import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { nameOf } from '../members/name-of.js';
import { useMembers } from '../members/use-members.js';

interface Props {
  readonly value: string | null;
  readonly onChange: (member: string | null) => void;
}

/** Chooses a member, searched on the server. */
export function MemberPicker({ value, onChange }: Props) {
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search, 250);
  const members = useMembers(asked);
  return (
    <Select
      label="Member"
      description="Left out, the event is of nobody."
      placeholder="Search"
      data={(members.data?.items ?? []).map((member) => ({
        value: member.id,
        label: `${nameOf(member)} · ${member.id}`,
      }))}
      // Found on the server already, by more than the label.
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Nobody' }}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage="Nobody found"
    />
  );
}
