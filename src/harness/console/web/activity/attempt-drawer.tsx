import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AttemptDetail } from '../../../../contract/index.js';
import { pathOf } from '../api/path-of.js';
import { request } from '../api/request.js';
import { Asked } from '../ui/asked.js';
import { AttemptContent } from './attempt-content.js';

interface Props {
  readonly id: string;
  readonly attempt: string | null;
  readonly onClose: () => void;
}

/** One request, opened: what was sent and answered beside what has caused it. */
export function AttemptDrawer({ id, attempt, onClose }: Props) {
  const detail = useQuery({
    queryKey: ['attempt', id, attempt],
    queryFn: () => request<AttemptDetail>('GET', pathOf(id, 'activity', attempt ?? '')),
    enabled: attempt !== null,
    staleTime: Infinity,
  });
  return (
    <Drawer
      opened={attempt !== null}
      onClose={onClose}
      position="right"
      size="xl"
      title="Request"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Asked query={detail}>{(found) => <AttemptContent attempt={found} />}</Asked>
    </Drawer>
  );
}
