import { Alert, Anchor, List, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { paths } from '../app/paths.js';

interface Props {
  readonly entry: CatalogueEntry;
  readonly installations: readonly InstallationView[];
  /** The one that is being set up. */
  readonly except: string | undefined;
}

/** Says which accounts are linked already, before somebody is sent to the vendor only to be refused. */
export function LinkedAlready({ entry, installations, except }: Props) {
  const linked = installations.flatMap(({ id, type, check }) =>
    type === entry.type && id !== except && check?.account ? [{ id, account: check.account }] : [],
  );
  if (linked.length === 0) return null;
  return (
    <Alert color="indigo" variant="outline" title={`${entry.name} is linked already`} mb="lg" maw={760}>
      <List size="sm">
        {linked.map(({ id, account }) => (
          <List.Item key={id}>
            <Anchor component={Link} href={paths.installation(id, 'overview')} size="sm">
              {account.name} ({account.id})
            </Anchor>
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="xs">
        {`Open it to work with it. To link another ${entry.name} account, go on here and choose that account in ${entry.name}'s window.`}
      </Text>
    </Alert>
  );
}
