import { Slider, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/request.js';
import { Asked } from '../ui/asked.js';
import { Failure } from '../ui/failure.js';
import { Panel } from '../ui/panel.js';
import { rateAt, RATES, stepOf } from './stream-rates.js';

interface Rate {
  readonly rate: number;
}

/** How much the demo's members do. */
export function StreamPanel() {
  const client = useQueryClient();
  const stream = useQuery({ queryKey: ['stream'], queryFn: () => request<Rate>('GET', '/api/stream') });
  const [moving, setMoving] = useState<number | null>(null);
  const turn = useMutation({
    mutationFn: (rate: number) => request<Rate>('PUT', '/api/stream', { rate }),
    onSuccess: (data) => client.setQueryData(['stream'], data),
    onSettled: () => setMoving(null),
  });
  return (
    <Panel title="Demo stream">
      <Asked query={stream} rows={1}>
        {({ rate }) => {
          const step = moving ?? stepOf(rate);
          return (
            <>
              <Text className="figures" mb="xs">
                {rateAt(step)} events a second
              </Text>
              <Slider
                value={step}
                min={0}
                max={RATES.length - 1}
                step={1}
                label={null}
                onChange={setMoving}
                onChangeEnd={(end) => turn.mutate(rateAt(end))}
                thumbLabel="Events a second"
                thumbProps={{ 'aria-valuetext': `${rateAt(step)} events a second` }}
              />
              {turn.error && <Failure error={turn.error} />}
            </>
          );
        }}
      </Asked>
    </Panel>
  );
}
