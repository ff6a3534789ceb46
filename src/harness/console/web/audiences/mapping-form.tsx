import { Alert, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { JsonObject, SyncRequest } from '../../../../contract/index.js';
import type { InstallationView } from '../../../host/host.js';
import { useOverview } from '../api/use-overview.js';
import { PlanDialogue } from '../runs/plan-dialogue.js';
import { useSave } from '../setup/use-save.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import type { Mapping } from './mapping-of.js';
import { MappingCard } from './mapping-card.js';
import { isComplete, type MappingRow, withRows } from './mapping-rows.js';

interface Props {
  readonly mapping: Mapping;
  readonly installation: InstallationView;
  readonly settings: JsonObject;
  readonly saved: readonly MappingRow[];
}

interface Keyed extends MappingRow {
  readonly key: number;
}

/** The rows as they are edited, and what happens to them. */
export function MappingForm({ mapping, installation, settings, saved }: Props) {
  const [rows, setRows] = useState<readonly Keyed[]>(() => saved.map((row, key) => ({ ...row, key })));
  const [nextKey, setNextKey] = useState(saved.length);
  const [plan, setPlan] = useState<SyncRequest>({ kind: 'load', members: false });
  const [isTried, setTried] = useState(false);
  const [planned, dialogue] = useDisclosure(false);
  const overview = useOverview(installation.id);
  const save = useSave();
  const { active } = installation;
  const usual = mapping.mode?.choices[0]?.value ?? null;

  const change = (key: number, part: Partial<MappingRow>): void =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = (): void => {
    setRows([...rows, { key: nextKey, audience: null, target: null, mode: usual }]);
    setNextKey(nextKey + 1);
  };
  const onSave = (): void => {
    // A row that is half filled in is never dropped without a word.
    setTried(true);
    if (!rows.every(isComplete)) return;
    save.mutate({
      ensure: () => Promise.resolve(installation.id),
      wasActive: active,
      active,
      off: 'pause',
      queue: 'keep',
      settings: withRows(settings, mapping, rows),
    });
  };
  const onPlan = (audience: string): void => {
    setPlan({ kind: 'load', members: false, audiences: [audience] });
    dialogue.open();
  };

  return (
    <Stack gap="md">
      {rows.length === 0 && (
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
      <div aria-live="polite">
        {save.error && <Failure error={save.error} />}
        {save.isSuccess && (
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
      </Group>
      <PlanDialogue id={installation.id} opened={planned} onClose={dialogue.close} request={plan} />
    </Stack>
  );
}
