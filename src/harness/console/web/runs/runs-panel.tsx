import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Asked } from '../ui/asked.js';
import { Panel } from '../ui/panel.js';
import { PlanDialogue } from './plan-dialogue.js';
import { RunRow } from './run-row.js';
import { useRuns } from './use-runs.js';

/** Loads and reconciliations: how far they are, and the buttons that hold them. */
export function RunsPanel({ id }: { readonly id: string }) {
  const runs = useRuns(id);
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <Panel
      title="Runs"
      actions={
        runs.data && (
          <Button size="xs" variant="default" onClick={open}>
            Plan a load
          </Button>
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
      <PlanDialogue id={id} opened={opened} onClose={close} request={LOAD} />
    </Panel>
  );
}

/** Members and all mapped lists. One object: the dialogue asks anew when it is given another. */
const LOAD = { kind: 'load' } as const;
