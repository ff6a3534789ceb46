import { Anchor, Code, Stack, Table, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import { paths } from '../app/paths.js';
import { useAddressValues } from '../app/use-address-values.js';
import { Asked } from '../ui/asked.js';
import { Empty } from '../ui/empty.js';
import { ScrollBox } from '../ui/scroll-box.js';
import { nameOf } from './name-of.js';
import { useMembers } from './use-members.js';

/** Finds a member by id, number, name or e-mail address. */
export function MemberSearch({ id }: { readonly id: string }) {
  const { valueOf, change } = useAddressValues();
  const [search, setSearch] = useState(valueOf('search'));
  const [asked] = useDebouncedValue(search.trim(), 250);
  const members = useMembers(asked);
  return (
    <Stack gap="md">
      <TextInput
        label="Search members"
        placeholder="Id, account number, name or e-mail address"
        value={search}
        onChange={({ currentTarget }) => {
          setSearch(currentTarget.value);
          change({ search: currentTarget.value }, { replace: true });
        }}
        maw={480}
      />
      <Asked query={members} rows={8}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nobody found">No member of the programme fits.</Empty>
          ) : (
            <ScrollBox label="Members">
              <Table miw={480}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Name</Table.Th>
                    <Table.Th>Id</Table.Th>
                    <Table.Th>Account number</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((member) => (
                    <Table.Tr key={member.id}>
                      <Table.Td>
                        <Anchor component={Link} href={paths.installation(id, 'members', member.id)}>
                          {nameOf(member)}
                        </Anchor>
                      </Table.Td>
                      <Table.Td>
                        <Code>{member.id}</Code>
                      </Table.Td>
                      <Table.Td>{member.accountNumber ?? '–'}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </ScrollBox>
          )
        }
      </Asked>
    </Stack>
  );
}
