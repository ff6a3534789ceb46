import { Stack, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/request.js';
import { Asked } from '../ui/asked.js';
import { Failure } from '../ui/failure.js';
import { Panel } from '../ui/panel.js';
import { type ActiveFault, faultsInForce } from './fault-in-force.js';
import { KNOWN_FAULTS, type KnownFault } from './known-faults.js';
import { countOf } from '../words/count-of.js';

const FAULTS = '/api/vendor/admin/faults';

/** Switches the local vendor's bad days on and off. */
export function FaultsPanel() {
  const client = useQueryClient();
  const faults = useQuery({
    queryKey: ['faults'],
    queryFn: () => request<readonly ActiveFault[]>('GET', FAULTS),
    refetchInterval: 5_000,
  });
  const turn = useMutation({
    mutationFn: async ({ fault, on }: { readonly fault: KnownFault; readonly on: boolean }) => {
      if (on) {
        for (const script of fault.scripts) await request('POST', FAULTS, script);
        return;
      }
      for (const { id } of faultsInForce(fault, faults.data ?? []))
        await request('DELETE', `${FAULTS}/${id}`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['faults'] }),
  });
  return (
    <Panel title="The vendor's bad days">
      <Asked query={faults} rows={KNOWN_FAULTS.length}>
        {(active) => (
          <Stack gap="sm">
            {KNOWN_FAULTS.map((fault) => {
              const force = faultsInForce(fault, active);
              const met = force.reduce((sum, one) => sum + one.met, 0);
              return (
                <Switch
                  key={fault.name}
                  label={fault.name}
                  description={force.length > 0 ? `${fault.about} Met ${countOf(met, 'time')}.` : fault.about}
                  checked={force.length > 0}
                  onChange={({ currentTarget }) => turn.mutate({ fault, on: currentTarget.checked })}
                />
              );
            })}
            {turn.error && <Failure error={turn.error} />}
          </Stack>
        )}
      </Asked>
    </Panel>
  );
}
