import { Button, Group, Text } from '@mantine/core';

interface Props {
  readonly names: readonly string[];
  readonly onUndo: () => void;
}

/** Names what is not saved yet, and takes it back where somebody wants. */
export const UnsavedNote = ({ names, onUndo }: Props) =>
  names.length === 0 ? null : (
    <Group gap="sm" role="status">
      <Text size="sm">Not saved yet: {names.join(', ')}</Text>
      <Button size="xs" variant="subtle" onClick={onUndo}>
        Undo
      </Button>
    </Group>
  );
