import { Combobox, InputBase, Loader, ScrollArea, Text, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useCreateOption } from './use-create-option.js';
import { useOptions } from './use-options.js';

const CREATE = '\u0000create';
const MORE = '\u0000more';

/** Two lists whose names differ in capitals alone are one too many. */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

interface Props {
  readonly installation: string | undefined;
  readonly field: string;
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly isCreatable?: boolean;
  readonly isLabelHidden?: boolean;
  readonly isRequired?: boolean;
  readonly error?: ReactNode;
}

/** A dropdown that is searched on the server, shows all pages, and makes a new choice where the extension can. */
export function OptionPicker(props: Props) {
  const { installation, field, label, value, onChange, isCreatable, isLabelHidden, isRequired, error } =
    props;
  const [search, setSearch] = useState<string | null>(null);
  const [asked] = useDebouncedValue(search?.trim() ?? '', 200);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  // What is chosen must be named even while the dropdown is closed.
  const pages = useOptions(installation, field, asked, combobox.dropdownOpened || value !== null);
  const create = useCreateOption(installation, field);
  const options = pages.data?.pages.flatMap((page) => page.options) ?? [];
  const chosen = useOptions(installation, field, '', value !== null).data?.pages.flatMap(
    (page) => page.options,
  );
  const named =
    [...options, ...(chosen ?? [])].find((option) => option.value === value)?.label ?? value ?? '';
  const wish = search?.trim() ?? '';
  const mayCreate =
    isCreatable === true && wish !== '' && !options.some(({ label: known }) => isSame(known, wish));

  const choose = (option: string): void => {
    if (option === MORE) return void pages.fetchNextPage();
    if (option === CREATE) {
      create.mutate(wish, { onSuccess: (made) => finish(made.value) });
      return;
    }
    finish(option);
  };
  const finish = (option: string): void => {
    onChange(option);
    setSearch(null);
    combobox.closeDropdown();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target withExpandedAttribute>
        <InputBase
          label={isLabelHidden ? undefined : label}
          aria-label={isLabelHidden ? label : undefined}
          withAsterisk={isRequired ?? false}
          role="combobox"
          autoComplete="off"
          placeholder="Search"
          value={search ?? named}
          error={create.error?.message ?? error}
          rightSection={pages.isFetching || create.isPending ? <Loader size={16} /> : <Combobox.Chevron />}
          rightSectionPointerEvents="none"
          onChange={({ currentTarget }) => {
            setSearch(currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={({ currentTarget }) => {
            currentTarget.select();
            combobox.openDropdown();
          }}
          onBlur={() => {
            combobox.closeDropdown();
            setSearch(null);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={label}>
          <ScrollArea.Autosize mah={260} type="scroll">
            {options.map((option) => (
              <Combobox.Option key={option.value} value={option.value} active={option.value === value}>
                {option.label}
              </Combobox.Option>
            ))}
            {pages.hasNextPage && <Combobox.Option value={MORE}>Show more</Combobox.Option>}
            {mayCreate && (
              <Combobox.Option value={CREATE}>
                Create <strong>{wish}</strong>
              </Combobox.Option>
            )}
            {options.length === 0 && !mayCreate && (
              <Combobox.Empty>
                <Text size="sm">
                  {pages.error?.message ?? (pages.isFetching ? 'Loading' : 'Nothing found')}
                </Text>
              </Combobox.Empty>
            )}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
