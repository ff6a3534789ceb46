import type { WidgetProps } from '@rjsf/utils';
import { SuggestingInput } from './suggesting-input.js';
import type { Suggestions } from './suggestions-of.js';

/** A text of the form that names something of the platform's. */
export const SuggestWidget = ({
  value,
  onChange,
  label,
  schema,
  options,
  required,
  rawErrors,
  hideLabel,
}: WidgetProps) => (
  <SuggestingInput
    of={options['of'] as Suggestions}
    label={label}
    isLabelHidden={hideLabel === true}
    isRequired={required === true}
    description={options.description ?? schema.description}
    value={typeof value === 'string' ? value : ''}
    onChange={(typed) => onChange(typed === '' ? options.emptyValue : typed)}
    error={rawErrors?.[0]}
  />
);
