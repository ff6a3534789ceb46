import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { paths } from '../app/paths.js';
import { StateBadge } from '../ui/state-badge.js';

interface Props {
  readonly installation: InstallationView;
  readonly entry: CatalogueEntry | undefined;
}

/** One installation in the list: what it is, how it stands, what a person has to mend. */
export function ExtensionCard({ installation, entry }: Props) {
  const { id, type, check, problems } = installation;
  const view = check?.state === 'draft' ? 'setup' : 'overview';
  return (
    <Card withBorder>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Anchor component={Link} href={paths.installation(id, view)} fw={600} size="lg">
            {entry?.name ?? type}
          </Anchor>
          <Text size="sm" c="dimmed">
            {check?.account ? `${check.account.name} (${check.account.id})` : (entry?.description ?? '')}
          </Text>
          {problems.map(({ key, message }) => (
            <Text key={key} size="sm" c="var(--mantine-color-error)">
              {message}
            </Text>
          ))}
        </Stack>
        <StateBadge installation={installation} />
      </Group>
    </Card>
  );
}
