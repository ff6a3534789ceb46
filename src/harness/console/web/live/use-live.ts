import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Overview } from '../../../../contract/index.js';
import type { LiveState } from '../../../server/live/live-state.js';
import { pathOf } from '../api/path-of.js';
import { queryOf } from '../api/query-of.js';
import { tenant } from '../api/tenant.js';

/** Whether updates come at the moment. */
export type LiveLine = 'opening' | 'open' | 'lost';

/** Keeps an installation and its overview up to date, as long as the view stands. The browser connects again by itself. */
export function useLive(id: string): LiveLine {
  const client = useQueryClient();
  const [line, setLine] = useState<LiveLine>('opening');
  useEffect(() => {
    const source = new EventSource(pathOf(id, 'live') + queryOf({ tenant: tenant ?? '' }));
    source.onopen = () => setLine('open');
    source.onerror = () => {
      setLine('lost');
      void client.invalidateQueries({ queryKey: ['host'] });
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const { installation, overview } = JSON.parse(data) as LiveState;
      client.setQueryData(['installation', id], installation);
      client.setQueryData<Overview | null>(['overview', id], overview);
    };
    return () => source.close();
  }, [id, client]);
  return line;
}
