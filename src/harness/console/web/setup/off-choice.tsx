import { Radio, Stack } from '@mantine/core';
import type { SwitchChange } from '../../../host/host.js';

export type OffMode = NonNullable<SwitchChange['mode']>;

const CHOICES: readonly { readonly value: OffMode; readonly label: string; readonly description: string }[] =
  [
    {
      value: 'pause',
      label: 'Pause',
      description: 'Data rests and the connection stays. Switched on again it goes on at once.',
    },
    {
      value: 'disconnect',
      label: 'Disconnect',
      description: 'The permission is revoked. To go on, somebody has to connect again.',
    },
  ];

interface Props {
  readonly value: OffMode;
  readonly onChange: (value: OffMode) => void;
}

/** How an installation is switched off, said before it is done. */
export const OffChoice = ({ value, onChange }: Props) => (
  <Radio.Group
    label="Switching off"
    value={value}
    onChange={(chosen) => onChange(CHOICES.find((choice) => choice.value === chosen)?.value ?? 'pause')}
    mt="md"
  >
    <Stack gap="xs" mt="xs">
      {CHOICES.map((choice) => (
        <Radio key={choice.value} {...choice} />
      ))}
    </Stack>
  </Radio.Group>
);
