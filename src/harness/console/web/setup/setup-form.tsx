import { Alert, Button, Collapse, Group, Paper, Stack, Switch, Title, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { CatalogueEntry, InstallationView } from '../../../host/host.js';
import { useConfiguration } from '../api/use-configuration.js';
import { lazyView } from '../app/lazy-view.js';
import { paths } from '../app/paths.js';
import { useAddressValues } from '../app/use-address-values.js';
import { ViewBoundary } from '../app/view-boundary.js';
import { ConnectPanel } from '../connect/connect-panel.js';
import { Asked } from '../ui/asked.js';
import { Failure } from '../ui/failure.js';
import { OffChoice, type OffMode } from './off-choice.js';
import { changedTitles } from '../settings-form/changed-titles.js';
import { titleAt } from '../settings-form/title-at.js';
import { UnsavedNote } from '../unsaved/unsaved-note.js';
import { useUnsaved } from '../unsaved/use-unsaved.js';
import { mergeSettings } from './merge-settings.js';
import { type Queue, QueueChoice } from './queue-choice.js';
import { SaveConflict } from './save-conflict.js';
import { type EditedSettings, useSave } from './use-save.js';

// The form library is most of the code of this view, and only needed once the settings are opened.
const SettingsForm = lazyView(async () => (await import('../settings-form/settings-form.js')).SettingsForm);

interface Props {
  readonly entry: CatalogueEntry;
  readonly installation: InstallationView | undefined;
  readonly ensure: () => Promise<string>;
}

/** Connection, Active, settings and Save of one installation. */
export function SetupForm({ entry, installation, ensure }: Props) {
  const configuration = useConfiguration(installation?.id);
  const [edited, setEdited] = useState<EditedSettings | null>(null);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [queue, setQueue] = useState<Queue>('keep');
  const [off, setOff] = useState<OffMode>('pause');
  const { valueOf, change } = useAddressValues();
  const opened = valueOf('settings') === 'open';
  const [, navigate] = useLocation();
  const save = useSave();
  const isDraft = installation === undefined || installation.check?.state === 'draft';
  const isPaused = installation?.check?.reason === 'paused';
  const isFirst = isDraft || (installation.check?.state === 'connected' && !isPaused);
  const active = wanted ?? (isFirst || installation.active);
  const turnsOff = installation?.active === true && !active;

  const isSwitched = wanted !== null && wanted !== (isFirst || installation.active);
  const unsaved = [
    ...(isSwitched ? ['Active'] : []),
    ...(edited ? changedTitles(entry.settingsSchema, edited.base?.settings, edited.settings) : []),
  ];
  const release = useUnsaved(unsaved);
  const undo = (): void => {
    setEdited(null);
    setWanted(null);
    save.reset();
  };

  const onSave = (): void => {
    save.mutate(
      { ensure, wasActive: installation?.active ?? false, active, off, queue, edited },
      {
        onError: (error) => {
          if (!(error instanceof SaveConflict) || !edited) return;
          const { newest } = error;
          const mine = edited.settings;
          const settings = mergeSettings(edited.base?.settings ?? {}, mine, newest.settings);
          setEdited({ settings, base: newest });
        },
        onSuccess: (id) => {
          setEdited(null);
          setWanted(null);
          release();
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
        <UnstyledButton
          onClick={() => change({ settings: opened ? null : 'open' }, { replace: true })}
          aria-expanded={opened}
          w="100%"
        >
          <Group justify="space-between">
            <Title order={2} size="h4">
              All settings
            </Title>
            <span aria-hidden>{opened ? '−' : '+'}</span>
          </Group>
        </UnstyledButton>
        <Collapse expanded={opened}>
          {opened && (
            <ViewBoundary>
              {installation === undefined || configuration.data ? (
                <SettingsForm
                  schema={entry.settingsSchema}
                  installation={installation?.id}
                  value={edited?.settings ?? configuration.data?.settings ?? {}}
                  onChange={(settings) => setEdited({ settings, base: edited?.base ?? configuration.data })}
                  issues={save.issues}
                />
              ) : (
                // Whoever edits what was not read would save defaults over it.
                <Asked query={configuration} rows={8}>
                  {() => null}
                </Asked>
              )}
            </ViewBoundary>
          )}
        </Collapse>
      </Paper>
      <div aria-live="polite">
        {save.error && <Failure error={save.error} nameOf={(path) => titleAt(entry.settingsSchema, path)} />}
        {save.isSuccess && unsaved.length === 0 && (
          <Alert color="green" variant="outline" title="Saved" role="status">
            {save.variables.active ? 'Data flows.' : 'Nothing flows.'}
          </Alert>
        )}
      </div>
      <Group>
        <Button onClick={onSave} loading={save.isPending}>
          Save
        </Button>
        <UnsavedNote names={unsaved} onUndo={undo} />
      </Group>
    </Stack>
  );
}
