import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SyncPlan, SyncRequest, SyncRun } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { request as ask } from '../api/request.js';
import { Asked } from '../ui/asked.js';
import { Failure } from '../ui/failure.js';
import { PlanNumbers } from './plan-numbers.js';

interface Props {
  readonly id: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly request: SyncRequest;
  /** Shown above the numbers: what somebody may still choose. */
  readonly choices?: ReactNode;
}

/** What a run would do, in numbers, before anything is sent; it begins only when somebody says so. */
export function PlanDialogue({ id, opened, onClose, request, choices }: Props) {
  const client = useQueryClient();
  const plan = useQuery({
    queryKey: ['plan', id, request],
    queryFn: () => ask<SyncPlan>('POST', pathOf(id, 'plan'), request),
    enabled: opened,
    staleTime: 0,
    gcTime: 0,
  });
  const start = useMutation({
    mutationFn: () => ask<SyncRun>('POST', pathOf(id, 'runs'), request),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['runs', id] });
      onClose();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Before anything is sent"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {choices}
      <Asked query={plan} rows={6}>
        {(found) => <PlanNumbers plan={found} />}
      </Asked>
      {start.error && <Failure error={start.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button disabled={!plan.data} onClick={() => start.mutate()} loading={start.isPending}>
          Start
        </Button>
      </Group>
    </Modal>
  );
}
