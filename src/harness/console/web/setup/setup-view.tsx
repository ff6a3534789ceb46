import { Paper, Text, Title } from '@mantine/core';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { DeleteButton } from './delete-button.js';
import { SetupForm } from './setup-form.js';

interface Props {
  readonly entry: CatalogueEntry;
  readonly installation: InstallationView;
}

/** Connection and settings of an installation that is there, and its end. */
export const SetupView = ({ entry, installation }: Props) => (
  <>
    <SetupForm entry={entry} installation={installation} ensure={() => Promise.resolve(installation.id)} />
    <Paper withBorder p="md" mt="xl" maw={760}>
      <Title order={2} size="h4">
        Delete
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Ends the connection, and deletes settings, queue and records of this installation. What stands in{' '}
        {entry.name} stays there unless you choose otherwise.
      </Text>
      <DeleteButton id={installation.id} vendor={entry.name} />
    </Paper>
  </>
);
