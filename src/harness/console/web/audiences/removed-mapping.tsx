import { Button, Group, Paper, Text } from '@mantine/core';

interface Props {
  readonly name: string;
  readonly onKeep: () => void;
}

/** A mapping that is in force until the removal is saved. */
export const RemovedMapping = ({ name, onKeep }: Props) => (
  <Paper withBorder p="md" style={{ borderStyle: 'dashed' }}>
    <Group justify="space-between">
      <Text size="sm">
        <strong>{name}</strong> is removed once you save. Until then it is in force.
      </Text>
      <Button size="xs" variant="default" onClick={onKeep}>
        Keep it
      </Button>
    </Group>
  </Paper>
);
