import { Radio, Stack } from '@mantine/core';
import type { UninstallRequest } from '../../../../contract/index.js';

type Queue = Exclude<UninstallRequest['queue'], 'keep'>;
type Remote = UninstallRequest['remote'];

/** What a deletion does besides. */
export interface Deletion {
  readonly queue: Queue;
  readonly remote: Remote;
}

const QUEUES: readonly { readonly value: Queue; readonly label: string; readonly description: string }[] = [
  {
    value: 'drain',
    label: 'Send it first',
    description: 'It is tried for an hour; what could not be sent is exported, then deleted.',
  },
  { value: 'drop', label: 'Delete it', description: 'It is never sent.' },
];

const remotes = (
  vendor: string,
): readonly { readonly value: Remote; readonly label: string; readonly description: string }[] => [
  { value: 'leave', label: 'Leave it', description: `Everything in ${vendor} stays as it is.` },
  {
    value: 'clear-properties',
    label: 'Clear the properties',
    description: 'The properties that this installation has written are taken off the profiles.',
  },
  {
    value: 'empty-own-lists',
    label: 'Empty the lists',
    description:
      'Whom this installation has put on lists is taken off them; lists that it has made are deleted.',
  },
];

interface Props {
  readonly vendor: string;
  readonly value: Deletion;
  readonly onChange: (value: Deletion) => void;
}

/** What becomes of the queue and of what stands at the vendor, said before it is done. */
export const DeleteChoices = ({ vendor, value, onChange }: Props) => (
  <>
    <Radio.Group
      label="What is still on its way"
      value={value.queue}
      onChange={(chosen) => onChange({ ...value, queue: chosen === 'drain' ? 'drain' : 'drop' })}
      mt="md"
    >
      <Stack gap="xs" mt="xs">
        {QUEUES.map((choice) => (
          <Radio key={choice.value} {...choice} />
        ))}
      </Stack>
    </Radio.Group>
    <Radio.Group
      label={`What stands in ${vendor}`}
      value={value.remote}
      onChange={(chosen) => {
        const choice = remotes(vendor).find((one) => one.value === chosen);
        onChange({ ...value, remote: choice?.value ?? 'leave' });
      }}
      mt="md"
    >
      <Stack gap="xs" mt="xs">
        {remotes(vendor).map((choice) => (
          <Radio key={choice.value} {...choice} />
        ))}
      </Stack>
    </Radio.Group>
  </>
);
