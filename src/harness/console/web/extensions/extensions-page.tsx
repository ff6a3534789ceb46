import { Button, Stack } from '@mantine/core';
import { Link } from 'wouter';
import { useCatalogue } from '../api/use-catalogue.js';
import { useInstallations } from '../api/use-installations.js';
import { paths } from '../app/paths.js';
import { Asked } from '../ui/asked.js';
import { Empty } from '../ui/empty.js';
import { PageHead } from '../ui/page-head.js';
import { ExtensionCard } from './extension-card.js';

/** Everything that is installed for the tenant. */
export function ExtensionsPage() {
  const installations = useInstallations();
  const catalogue = useCatalogue();
  const create = (
    <Button component={Link} href={paths.create}>
      Create
    </Button>
  );
  return (
    <>
      <PageHead
        title="Extensions"
        about="Links between the loyalty programme and other systems."
        actions={create}
      />
      <Asked query={installations} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <Empty title="No extension yet">Create one to link the programme with another system.</Empty>
          ) : (
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
              {all.map((installation) => (
                <li key={installation.id}>
                  <ExtensionCard
                    installation={installation}
                    entry={catalogue.data?.find(({ type }) => type === installation.type)}
                  />
                </li>
              ))}
            </Stack>
          )
        }
      </Asked>
    </>
  );
}
