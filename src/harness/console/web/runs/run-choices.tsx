import { Checkbox, TextInput } from '@mantine/core';
import type { SyncRequest } from '../../../../contract/index.js';

interface Props {
  readonly value: SyncRequest;
  readonly onChange: (request: SyncRequest) => void;
}

/** What somebody may choose about a run before it begins. */
export function RunChoices({ value, onChange }: Props) {
  if (value.kind === 'reconcile') {
    return (
      <Checkbox
        mb="md"
        label="Repair what differs"
        description="Otherwise it is only reported."
        checked={value.repair !== false}
        onChange={({ currentTarget }) => onChange({ ...value, repair: currentTarget.checked })}
      />
    );
  }
  const { eventsFrom, ...rest } = value;
  return (
    <TextInput
      mb="md"
      type="date"
      label="Events of the past, from"
      description="They start no flows in Klaviyo. Leave it empty to load none."
      value={eventsFrom === undefined ? '' : dayOf(eventsFrom)}
      onChange={({ currentTarget: { value: day } }) =>
        onChange(day === '' ? rest : { ...rest, eventsFrom: Date.parse(`${day}T00:00:00Z`) })
      }
    />
  );
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
