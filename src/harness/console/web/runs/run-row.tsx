import { Badge, Button, Group, Progress, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SyncAction, SyncRun } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import { Failure } from '../ui/failure.js';
import { formatCount } from '../ui/format-count.js';
import { formatDuration } from '../ui/format-duration.js';
import { Reason } from '../ui/reason.js';
import { Time } from '../ui/time.js';
import { actionsOf } from './actions-of.js';
import { DriftList } from './drift-list.js';
import { RUN_KINDS, RUN_PHASES, RUN_STATES } from '../words/terms.js';

const LABELS: Readonly<Record<SyncAction, string>> = { pause: 'Pause', resume: 'Resume', cancel: 'Cancel' };

/** One run: its bar, its numbers, its buttons. */
export function RunRow({ id, run }: { readonly id: string; readonly run: SyncRun }) {
  const client = useQueryClient();
  const control = useMutation({
    mutationFn: (action: SyncAction) => request<SyncRun>('POST', pathOf(id, 'runs', run.id, action), {}),
    onSettled: () => client.invalidateQueries({ queryKey: ['runs', id] }),
  });
  const gone = Object.values(run.skipped).reduce((sum, count) => sum + count, 0);
  const through = run.done + run.failed + gone;
  const percent =
    run.total === 0 ? (run.endedAt === null ? 0 : 100) : Math.min(100, (through / run.total) * 100);
  const label = RUN_KINDS[run.kind] ?? run.kind;
  return (
    <div data-run={run.id}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={600}>{label}</Text>
          <Badge variant="outline" c="var(--mantine-color-text)" tt="none">
            {RUN_STATES[run.state] ?? run.state}
          </Badge>
          <Text size="sm" c="dimmed">
            <Time at={run.startedAt} />
            {run.state === 'running' && ` · ${RUN_PHASES[run.phase] ?? run.phase}`}
          </Text>
        </Group>
        <Group gap="xs">
          {actionsOf(run.state).map((action) => (
            <Button
              key={action}
              size="xs"
              variant="default"
              onClick={() => control.mutate(action)}
              loading={control.isPending && control.variables === action}
            >
              {LABELS[action]}
            </Button>
          ))}
        </Group>
      </Group>
      <Progress
        value={percent}
        aria-label={`${label} progress`}
        animated={run.state === 'running'}
        mt={6}
        size="lg"
      />
      <Text size="sm" mt={4} className="figures">
        {formatCount(through)} of {formatCount(run.total)}
        {run.failed > 0 && ` · ${formatCount(run.failed)} failed`}
        {gone > 0 && ` · ${formatCount(gone)} not sent`}
        {run.remainingMs !== null &&
          run.state === 'running' &&
          ` · about ${formatDuration(run.remainingMs)} left`}
      </Text>
      {Object.entries(run.skipped).map(([code, count]) => (
        <Text key={code} size="sm">
          {formatCount(count)} not sent: <Reason code={code} sentences={run.reasons} />
        </Text>
      ))}
      <DriftList drift={run.drift} />
      {run.reason !== null && <Text size="sm">{run.reason}</Text>}
      {control.error && <Failure error={control.error} />}
    </div>
  );
}
