import { Box, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import type { FieldProps } from '@rjsf/utils';
import { useState } from 'react';
import { SuggestingInput } from './suggesting-input.js';

type Row = readonly [type: string, name: string];

/** What is typed twice stands once: the last counts. */
const namesOf = (rows: readonly Row[]): Record<string, string> =>
  Object.fromEntries(rows.filter(([type, name]) => type !== '' || name !== ''));

/** Texts by event type: each row an event type, of those that the platform knows or another, and its text. */
export function EventNamesField({
  formData,
  onChange,
  schema,
  errorSchema,
  fieldPathId,
}: FieldProps<Record<string, string>>) {
  const given = formData ?? {};
  const [rows, setRows] = useState<readonly Row[]>(() => Object.entries(given));
  // Undone, or saved by somebody else: what is typed gives way.
  const shown = JSON.stringify(namesOf(rows)) === JSON.stringify(given) ? rows : Object.entries(given);
  const title = schema.title ?? '';
  const put = (next: readonly Row[]): void => {
    setRows(next);
    onChange(namesOf(next), fieldPathId.path);
  };
  const change = (index: number, row: Row): void => put(shown.map((one, at) => (at === index ? row : one)));
  const own = errorSchema?.__errors ?? [];
  return (
    <Fieldset legend={<Text size="lg">{title}</Text>}>
      <Stack gap="sm">
        <Text>{schema.description}</Text>
        {shown.map(([type, name], index) => (
          <Group key={index} align="flex-start" gap="sm">
            <Box flex="1 1 200px">
              <SuggestingInput
                of="event-types"
                label="Event type"
                value={type}
                onChange={(next) => change(index, [next, name])}
                error={errorSchema?.[type]?.__errors?.[0]}
              />
            </Box>
            <TextInput
              flex="1 1 200px"
              label="Name"
              value={name}
              onChange={({ currentTarget }) => change(index, [type, currentTarget.value])}
            />
            <Button
              variant="default"
              mt={25}
              onClick={() => put(shown.filter((_, at) => at !== index))}
              aria-label={`Remove the name of ${type === '' ? 'a new row' : type}`}
            >
              Remove
            </Button>
          </Group>
        ))}
        {own.map((message) => (
          <Text key={message} size="sm" c="var(--mantine-color-error)">
            {message}
          </Text>
        ))}
        <Group>
          <Button size="xs" variant="default" onClick={() => setRows([...shown, ['', '']])}>
            Add a name
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
