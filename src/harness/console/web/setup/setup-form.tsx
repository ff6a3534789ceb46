import { Alert, Button, Collapse, Group, Paper, Stack, Switch, Title, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import type { JsonObject } from '../../../../contract/index.js';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { useConfiguration } from '../api/use-configuration.js';
import { paths } from '../app/paths.js';
import { ConnectPanel } from '../connect/connect-panel.js';
import { Failure } from '../ui/failure.js';
import { Loading } from '../ui/loading.js';
import { OffChoice, type OffMode } from './off-choice.js';
import { type Queue, QueueChoice } from './queue-choice.js';
import { useSave } from './use-save.js';

// The form library is most of the code of this view, and only needed once the settings are opened.
const SettingsForm = lazy(async () => ({
  default: (await import('../settings-form/settings-form.js')).SettingsForm,
}));

interface Props {
  readonly entry: CatalogueEntry;
  readonly installation: InstallationView | undefined;
  readonly ensure: () => Promise<string>;
}

/** Connection, Active, settings and Save of one installation. */
export function SetupForm({ entry, installation, ensure }: Props) {
  const configuration = useConfiguration(installation?.id);
  const [edited, setEdited] = useState<JsonObject | null>(null);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [queue, setQueue] = useState<Queue>('keep');
  const [off, setOff] = useState<OffMode>('pause');
  const [opened, { toggle }] = useDisclosure(false);
  const [, navigate] = useLocation();
  const save = useSave();
  const isDraft = installation === undefined || installation.check?.state === 'draft';
  const isPaused = installation?.check?.reason === 'paused';
  const isFirst = isDraft || (installation.check?.state === 'connected' && !isPaused);
  const active = wanted ?? (isFirst || installation.active);
  const turnsOff = installation?.active === true && !active;

  const onSave = (): void => {
    save.mutate(
      { ensure, wasActive: installation?.active ?? false, active, off, queue, settings: edited },
      {
        onSuccess: (id) => {
          setEdited(null);
          setWanted(null);
          if (isFirst && active) navigate(paths.installation(id, 'overview'));
        },
      },
    );
  };

  return (
    <Stack gap="lg" maw={760}>
      {entry.oauth && (
        <Paper withBorder p="md">
          <Title order={2} size="h4" mb="sm">
            Connection
          </Title>
          <ConnectPanel entry={entry} installation={installation} ensure={ensure} />
        </Paper>
      )}
      <Paper withBorder p="md">
        <Switch
          label="Active"
          description="Nothing flows before this is on and saved."
          checked={active}
          onChange={({ currentTarget }) => setWanted(currentTarget.checked)}
        />
        {turnsOff && <OffChoice value={off} onChange={setOff} />}
        {turnsOff && <QueueChoice value={queue} onChange={setQueue} />}
      </Paper>
      <Paper withBorder p="md">
        <UnstyledButton onClick={toggle} aria-expanded={opened} w="100%">
          <Group justify="space-between">
            <Title order={2} size="h4">
              All settings
            </Title>
            <span aria-hidden>{opened ? '−' : '+'}</span>
          </Group>
        </UnstyledButton>
        <Collapse expanded={opened}>
          {opened && (
            <Suspense fallback={<Loading rows={8} />}>
              <SettingsForm
                schema={entry.settingsSchema}
                installation={installation?.id}
                value={edited ?? configuration.data?.settings ?? {}}
                onChange={setEdited}
                issues={save.issues}
              />
            </Suspense>
          )}
        </Collapse>
      </Paper>
      <div aria-live="polite">
        {save.error && <Failure error={save.error} />}
        {save.isSuccess && (
          <Alert color="green" variant="outline" title="Saved" role="status">
            {save.variables.active ? 'Data flows.' : 'Nothing flows.'}
          </Alert>
        )}
      </div>
      <Group>
        <Button onClick={onSave} loading={save.isPending}>
          Save
        </Button>
      </Group>
    </Stack>
  );
}
