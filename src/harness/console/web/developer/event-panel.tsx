import { Alert, Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Receipt } from '../../../../contract/index.js';
import { request } from '../api/request.js';
import { Failure } from '../ui/failure.js';
import { formatCount } from '../ui/format-count.js';
import { Panel } from '../ui/panel.js';
import { countReceipts } from './count-receipts.js';
import { eventsOf } from './events-of.js';
import { MemberPicker } from '../members/member-picker.js';
import { SAMPLE_EVENTS } from './sample-events.js';

const MOST = 1_000;
const [FIRST] = SAMPLE_EVENTS;

/** Hands events over as the platform does: from a sample, changed at will. */
export function EventPanel() {
  const [type, setType] = useState(FIRST?.type ?? '');
  const [payload, setPayload] = useState(JSON.stringify(FIRST?.payload ?? {}, null, 2));
  const [subject, setSubject] = useState<string | null>(null);
  const [count, setCount] = useState(1);
  const send = useMutation({
    mutationFn: () => {
      const events = eventsOf({ type, payload, subject, count, prefix: `console-${Date.now()}` });
      return request<readonly Receipt[]>('POST', '/api/events', events);
    },
  });
  const onSample = (name: string | null): void => {
    const sample = SAMPLE_EVENTS.find((one) => one.name === name);
    if (!sample) return;
    setType(sample.type);
    setPayload(JSON.stringify(sample.payload, null, 2));
  };
  return (
    <Panel title="Send events">
      <Stack gap="sm">
        <Select
          label="Sample"
          data={SAMPLE_EVENTS.map(({ name }) => name)}
          defaultValue={FIRST?.name ?? null}
          onChange={onSample}
          allowDeselect={false}
        />
        <TextInput
          label="Event type"
          value={type}
          onChange={({ currentTarget }) => setType(currentTarget.value)}
        />
        <MemberPicker description="Left out, the event is of nobody." value={subject} onChange={setSubject} />
        <Textarea
          label="Payload"
          description="JSON"
          value={payload}
          onChange={({ currentTarget }) => setPayload(currentTarget.value)}
          minRows={5}
          autosize
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <NumberInput
          label="How many"
          min={1}
          max={MOST}
          value={count}
          onChange={(value) => setCount(Math.min(MOST, Math.max(1, Number(value) || 1)))}
          allowDecimal={false}
        />
        <Group>
          <Button onClick={() => send.mutate()} loading={send.isPending}>
            Send
          </Button>
        </Group>
        <div aria-live="polite">
          {send.error && <Failure error={send.error} />}
          {send.data && (
            <Alert variant="outline" color="indigo" title="Receipts" role="status">
              {countReceipts(send.data).map(({ words, count: many }) => (
                <Text key={words} size="sm">
                  {formatCount(many)} {words}
                </Text>
              ))}
            </Alert>
          )}
        </div>
      </Stack>
    </Panel>
  );
}
