import { Radio, Stack } from '@mantine/core';
import type { UninstallRequest } from '../../../../contract/index.js';

export type Queue = UninstallRequest['queue'];

const CHOICES: readonly { readonly value: Queue; readonly label: string; readonly description: string }[] = [
  {
    value: 'keep',
    label: 'Keep it',
    description: 'It waits, and is sent when this extension is switched on again.',
  },
  {
    value: 'drain',
    label: 'Send it first',
    description: 'It is tried for an hour; what is left then is kept.',
  },
  {
    value: 'drop',
    label: 'Drop it',
    description: 'It goes to the failures, from where it can be sent again.',
  },
];

interface Props {
  readonly value: Queue;
  readonly onChange: (value: Queue) => void;
}

/** What becomes of accepted work when an installation is switched off. */
export const QueueChoice = ({ value, onChange }: Props) => (
  <Radio.Group
    label="What is still on its way"
    value={value}
    onChange={(chosen) => onChange(CHOICES.find((choice) => choice.value === chosen)?.value ?? 'keep')}
    mt="md"
  >
    <Stack gap="xs" mt="xs">
      {CHOICES.map((choice) => (
        <Radio key={choice.value} {...choice} />
      ))}
    </Stack>
  </Radio.Group>
);
