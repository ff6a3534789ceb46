import { Alert, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { Configuration, SyncRequest } from '../../../../contract/index.js';
import type { InstallationView } from '../../../host/host.js';
import { useOverview } from '../api/use-overview.js';
import { PlanDialogue } from '../runs/plan-dialogue.js';
import { mergeSettings } from '../setup/merge-settings.js';
import { SaveConflict } from '../setup/save-conflict.js';
import { useSave } from '../setup/use-save.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { UnsavedNote } from '../unsaved/unsaved-note.js';
import { useUnsaved } from '../unsaved/use-unsaved.js';
import type { Mapping } from './mapping-of.js';
import { MappingCard } from './mapping-card.js';
import {
  isComplete,
  isSameRow,
  keyedRows,
  type KeyedRow,
  type MappingRow,
  rowsIn,
  withRows,
} from './mapping-rows.js';
import { RemovedMapping } from './removed-mapping.js';
import { useRowNames } from './use-row-names.js';

interface Props {
  readonly mapping: Mapping;
  readonly installation: InstallationView;
  readonly configuration: Configuration;
}

/** The rows as they are edited, and what happens to them. */
export function MappingForm({ mapping, installation, configuration }: Props) {
  // Null while nobody has edited them: then they are those that are saved.
  const [edited, setEdited] = useState<{
    readonly rows: readonly KeyedRow[];
    readonly base: Configuration;
  } | null>(null);
  const saved = useMemo(() => rowsIn(configuration.settings, mapping), [configuration, mapping]);
  const rows = edited?.rows ?? keyedRows(saved, saved);
  const [plan, setPlan] = useState<SyncRequest>({ kind: 'load', members: false });
  const [isTried, setTried] = useState(false);
  const [planned, dialogue] = useDisclosure(false);
  const overview = useOverview(installation.id);
  const save = useSave();
  const { active } = installation;
  const usual = mapping.mode?.choices[0]?.value ?? null;

  const base = edited?.base ?? configuration;
  const before = rowsIn(base.settings, mapping);
  const setRows = (next: readonly KeyedRow[]): void => setEdited({ rows: next, base });
  const change = (key: number, part: Partial<MappingRow>): void =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = (): void => {
    const key = Math.max(before.length, ...rows.map((row) => row.key + 1));
    setRows([...rows, { key, audience: null, target: null, mode: usual }]);
  };
  const nameOf = useRowNames(mapping, installation.id);
  const removed = keyedRows(before, before).filter(({ key }) => !rows.some((row) => row.key === key));
  const unsaved = [
    ...rows.filter((row) => !isSameRow(row, before[row.key])).map((row) => `the mapping ${nameOf(row)}`),
    ...removed.map((row) => `the removal of ${nameOf(row)}`),
  ];
  useUnsaved(unsaved);
  const undo = (): void => {
    setEdited(null);
    setTried(false);
    save.reset();
  };
  const onSave = (): void => {
    // A row that is half filled in is never dropped without a word.
    setTried(true);
    if (!rows.every(isComplete)) return;
    const mine = withRows(base.settings, mapping, rows);
    save.mutate(
      {
        ensure: () => Promise.resolve(installation.id),
        wasActive: active,
        active,
        off: 'pause',
        queue: 'keep',
        edited: { settings: mine, base },
      },
      {
        onSuccess: () => {
          setEdited(null);
          setTried(false);
        },
        onError: (error) => {
          if (!(error instanceof SaveConflict)) return;
          const { newest } = error;
          const merged = mergeSettings(base.settings, mine, newest.settings);
          setEdited({
            rows: keyedRows(rowsIn(merged, mapping), rowsIn(newest.settings, mapping)),
            base: newest,
          });
        },
      },
    );
  };
  const onPlan = (audience: string): void => {
    setPlan({ kind: 'load', members: false, audiences: [audience] });
    dialogue.open();
  };

  return (
    <Stack gap="md">
      {rows.length === 0 && removed.length === 0 && (
        <Empty title="No audience is mapped yet">
          {`Choose an audience, choose a ${mapping.target.title}: its members are kept there.`}
        </Empty>
      )}
      {rows.map((row, index) => (
        <MappingCard
          key={row.key}
          mapping={mapping}
          installation={installation.id}
          row={row}
          isTried={isTried}
          state={overview.data?.mappings?.find(
            ({ audienceId, targetId }) => audienceId === row.audience && targetId === row.target,
          )}
          issues={save.issues.filter(({ path }) => path.startsWith(`/${mapping.key}/${index}/`))}
          onChange={(part) => change(row.key, part)}
          onRemove={() => setRows(rows.filter(({ key }) => key !== row.key))}
          onPlan={saved.some(({ audience }) => audience === row.audience) ? onPlan : undefined}
        />
      ))}
      {removed.map((row) => (
        <RemovedMapping key={row.key} name={nameOf(row)} onKeep={() => setRows([...rows, row])} />
      ))}
      <div aria-live="polite">
        {save.error && <Failure error={save.error} />}
        {save.isSuccess && unsaved.length === 0 && (
          <Alert color="green" variant="outline" title="Saved" role="status">
            The members follow.
          </Alert>
        )}
      </div>
      <Group>
        <Button variant="default" onClick={add}>
          Add a mapping
        </Button>
        <Button onClick={onSave} loading={save.isPending}>
          Save
        </Button>
        <UnsavedNote names={unsaved} onUndo={undo} />
      </Group>
      <PlanDialogue id={installation.id} opened={planned} onClose={dialogue.close} request={plan} />
    </Stack>
  );
}
