import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing is here, and what one can do about it. */
export const Empty = ({ title, children }: Props) => (
  <Paper withBorder p="xl">
    <Stack align="center" gap="xs">
      <Title order={3} size="h4" ta="center">
        {title}
      </Title>
      {typeof children === 'string' ? (
        <Text c="dimmed" ta="center">
          {children}
        </Text>
      ) : (
        children
      )}
    </Stack>
  </Paper>
);
