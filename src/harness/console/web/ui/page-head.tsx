import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface Props {
  readonly title: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
}

/** What a view is called, what it is for, and what can be done in it. */
export function PageHead({ title, about, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Console`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-end" mb="md">
      <Stack gap={4}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {about !== undefined && (
          <Text c="dimmed" component="div" maw="70ch">
            {about}
          </Text>
        )}
      </Stack>
      {actions}
    </Group>
  );
}
