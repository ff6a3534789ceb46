import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { request } from '../api/request.js';
import { useCatalogue } from '../api/use-catalogue.js';
import { useInstallations } from '../api/use-installations.js';
import type { InstallationView } from '../../../host/host.js';
import { Asked } from '../ui/asked.js';
import { PageHead } from '../ui/page-head.js';
import { SetupForm } from './setup-form.js';

/** Creates an installation: its type, its connection, its settings. A draft is stored once it is needed. */
export function CreatePage() {
  const catalogue = useCatalogue();
  const installations = useInstallations();
  const client = useQueryClient();
  const [type, setType] = useState<string | null>(null);
  const [draft, setDraft] = useState<string>();
  // Two clicks in a row make one draft.
  const making = useRef<Promise<string> | null>(null);

  const ensure = (): Promise<string> => {
    making.current ??= request<InstallationView>('POST', '/api/installations', { type }).then(
      async ({ id }) => {
        await client.invalidateQueries({ queryKey: ['installations'] });
        setDraft(id);
        return id;
      },
    );
    making.current.catch(() => (making.current = null));
    return making.current;
  };

  return (
    <>
      <PageHead title="Create an extension" about="Choose what to link, connect it, save." />
      <Asked query={catalogue}>
        {(entries) => {
          const entry = entries.find((one) => one.type === type);
          return (
            <>
              <Select
                label="Type"
                placeholder="Choose one"
                data={entries.map(({ type: value, name }) => ({ value, label: name }))}
                value={type}
                onChange={setType}
                disabled={draft !== undefined}
                description={entry?.description}
                maw={420}
                mb="lg"
                allowDeselect={false}
              />
              {entry && (
                <SetupForm
                  key={entry.type}
                  entry={entry}
                  installation={installations.data?.find(({ id }) => id === draft)}
                  ensure={ensure}
                />
              )}
            </>
          );
        }}
      </Asked>
    </>
  );
}
