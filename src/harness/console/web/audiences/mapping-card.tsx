import { ActionIcon, Badge, Button, Group, Paper, Select, SimpleGrid, Text } from '@mantine/core';
import type { Issue, MappingState } from '../../../../contract/index.js';
import { OptionPicker } from '../options/option-picker.js';
import { formatCount } from '../ui/format-count.js';
import type { Mapping } from './mapping-of.js';
import type { MappingRow } from './mapping-rows.js';
import { useAudiences } from './use-audiences.js';
import { MAPPING_STATES } from '../words/terms.js';

const STATES: Readonly<Record<MappingState['state'], { readonly text: string; readonly color: string }>> = {
  new: { text: MAPPING_STATES.new, color: 'gray' },
  running: { text: MAPPING_STATES.running, color: 'green' },
  paused: { text: MAPPING_STATES.paused, color: 'red' },
  off: { text: MAPPING_STATES.off, color: 'gray' },
};

interface Props {
  readonly mapping: Mapping;
  readonly installation: string;
  readonly row: MappingRow;
  /** Somebody wanted to save it: what is missing is told. */
  readonly isTried: boolean;
  /** Undefined where it is not in force. */
  readonly state: MappingState | undefined;
  readonly issues: readonly Issue[];
  readonly onChange: (part: Partial<MappingRow>) => void;
  readonly onRemove: () => void;
  /** Undefined where it is not saved. */
  readonly onPlan: ((audience: string) => void) | undefined;
}

/** One audience, what it is kept on, how, and how many are here and there. */
export function MappingCard(props: Props) {
  const { mapping, installation, row, isTried, state, issues, onChange, onRemove, onPlan } = props;
  const audiences = useAudiences();
  const here = audiences.data?.find(({ id }) => id === row.audience)?.members;
  const errorAt = (field: string, value: string | null): string | undefined =>
    isTried && value === null
      ? 'Choose one.'
      : issues.find(({ path }) => path.endsWith(`/${field}`))?.message;
  const standing = state ? STATES[state.state] : null;
  const known = audiences.data ?? [];
  return (
    <Paper withBorder p="md">
      <SimpleGrid cols={{ base: 1, sm: mapping.mode ? 3 : 2 }} spacing="sm">
        <Select
          label={mapping.audience.title}
          placeholder="Choose one"
          data={known.map(({ id, name }) => ({ value: id, label: name }))}
          value={row.audience}
          onChange={(audience) => onChange({ audience })}
          error={errorAt(mapping.audience.name, row.audience)}
          searchable
          allowDeselect={false}
        />
        <OptionPicker
          installation={installation}
          field={mapping.target.options}
          isCreatable={mapping.target.isCreatable}
          label={mapping.target.title}
          value={row.target}
          onChange={(target) => onChange({ target })}
          error={errorAt(mapping.target.name, row.target)}
        />
        {mapping.mode && (
          <Select
            label={mapping.mode.title}
            data={[...mapping.mode.choices]}
            value={row.mode}
            onChange={(mode) => onChange({ mode })}
            error={errorAt(mapping.mode.name, row.mode)}
            allowDeselect={false}
          />
        )}
      </SimpleGrid>
      <Group justify="space-between" mt="sm">
        <Group gap="sm">
          <Badge variant="outline" color={standing?.color ?? 'gray'} c="var(--mantine-color-text)" tt="none">
            {standing?.text ?? 'Not saved'}
          </Badge>
          <Text size="sm" className="figures">
            {here === undefined ? '–' : formatCount(here)} in the audience · {thereOf(state)} on the list
            {state !== undefined && state.waiting > 0 && ` · ${formatCount(state.waiting)} on their way`}
          </Text>
        </Group>
        <Group gap="xs">
          {onPlan && row.audience !== null && (
            <Button size="xs" variant="default" onClick={() => onPlan(row.audience ?? '')}>
              Plan
            </Button>
          )}
          <ActionIcon variant="default" size="lg" aria-label="Remove this mapping" onClick={onRemove}>
            <span aria-hidden>✕</span>
          </ActionIcon>
        </Group>
      </Group>
    </Paper>
  );
}

function thereOf(state: MappingState | undefined): string {
  if (!state || state.ours === null) return '–';
  const found = state.found ?? 0;
  const all = formatCount(state.ours + found);
  return found === 0 ? all : `${all} (${formatCount(found)} put there by others)`;
}
