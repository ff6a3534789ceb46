import { Autocomplete } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Suggestions } from './suggestions-of.js';
import { useSuggestions } from './use-suggestions.js';

const UNKNOWN: Readonly<Record<Suggestions, string>> = {
  'event-types': 'The platform knows no such event type. Check the spelling, or nothing will fit it.',
  'member-fields': 'No member seen so far has this. Check the spelling, or nothing will be sent for it.',
};

interface Props {
  readonly of: Suggestions;
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly isRequired?: boolean;
  readonly description?: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
}

/** A text that names something of the platform's: what it knows is suggested, anything may be typed, and what is unknown is told. */
export function SuggestingInput(props: Props) {
  const { of, label, isLabelHidden, isRequired, description, value, onChange, error } = props;
  const known = useSuggestions(of);
  // A platform that knows nothing at all says nothing about a spelling.
  const isUnknown = value !== '' && known !== undefined && known.length > 0 && !known.includes(value);
  return (
    <Autocomplete
      label={isLabelHidden ? undefined : label}
      aria-label={isLabelHidden ? label : undefined}
      withAsterisk={isRequired ?? false}
      description={isUnknown ? <span role="status">{UNKNOWN[of]}</span> : description}
      inputWrapperOrder={isUnknown ? ['label', 'input', 'description', 'error'] : undefined}
      data={[...(known ?? [])]}
      value={value}
      onChange={onChange}
      error={error}
      limit={100}
    />
  );
}
