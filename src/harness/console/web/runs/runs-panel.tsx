import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { SyncRequest } from '../../../../contract/index.js';
import { Asked } from '../ui/asked.js';
import { Panel } from '../ui/panel.js';
import { PlanDialogue } from './plan-dialogue.js';
import { RunChoices } from './run-choices.js';
import { RunRow } from './run-row.js';
import { useRuns } from './use-runs.js';
import { TERMS } from '../words/terms.js';

/** Loads and reconciliations: how far they are, and the buttons that begin and hold them. */
export function RunsPanel({ id }: { readonly id: string }) {
  const runs = useRuns(id);
  const [opened, { open, close }] = useDisclosure(false);
  const [request, setRequest] = useState<SyncRequest>({ kind: 'load' });
  const begin = (kind: SyncRequest['kind']): void => {
    setRequest({ kind });
    open();
  };
  return (
    <Panel
      title="Runs"
      actions={
        runs.data && (
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => begin('load')}>
              {TERMS.planLoad}
            </Button>
            <Button size="xs" variant="default" onClick={() => begin('reconcile')}>
              {TERMS.reconcile}
            </Button>
          </Group>
        )
      }
    >
      <Asked query={runs} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">Nothing has been loaded yet.</Text>
          ) : (
            <Stack gap="md">
              {items.map((run) => (
                <RunRow key={run.id} id={id} run={run} />
              ))}
            </Stack>
          )
        }
      </Asked>
      <PlanDialogue
        id={id}
        opened={opened}
        onClose={close}
        request={request}
        choices={<RunChoices value={request} onChange={setRequest} />}
      />
    </Panel>
  );
}
