import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { request } from '../api/request.js';
import { useCatalogue } from '../api/use-catalogue.js';
import { readInstallations, useInstallations } from '../api/use-installations.js';
import { useAddressValues } from '../app/use-address-values.js';
import type { InstallationView } from '../../../host/host.js';
import { Asked } from '../ui/asked.js';
import { PageHead } from '../ui/page-head.js';
import { draftIn } from './draft-in.js';
import { LinkedAlready } from './linked-already.js';
import { SetupForm } from './setup-form.js';

/**
 * Creates an installation: its type, its connection, its settings. A draft is stored once it is needed, and one that
 * somebody has left is taken up again: type and draft stand in the address.
 */
export function CreatePage() {
  const catalogue = useCatalogue();
  const installations = useInstallations();
  const client = useQueryClient();
  const { valueOf, change } = useAddressValues();
  const type = valueOf('type');
  const draft = draftIn(installations.data ?? [], type, valueOf('draft'));
  // Two clicks in a row make one draft.
  const making = useRef<Promise<string> | null>(null);

  const make = async (): Promise<string> => {
    const newest = await readInstallations();
    const left = draftIn(newest, type, valueOf('draft'));
    const { id } = left ?? (await request<InstallationView>('POST', '/api/installations', { type }));
    await client.invalidateQueries({ queryKey: ['installations'] });
    change({ draft: id }, { replace: true });
    return id;
  };
  const ensure = (): Promise<string> => {
    making.current ??= make();
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
                value={type === '' ? null : type}
                onChange={(chosen) => {
                  making.current = null;
                  change({ type: chosen, draft: null });
                }}
                disabled={valueOf('draft') !== ''}
                description={entry?.description}
                maw={420}
                mb="lg"
                allowDeselect={false}
              />
              {entry && (
                <LinkedAlready entry={entry} installations={installations.data ?? []} except={draft?.id} />
              )}
              {entry && <SetupForm key={entry.type} entry={entry} installation={draft} ensure={ensure} />}
            </>
          );
        }}
      </Asked>
    </>
  );
}
