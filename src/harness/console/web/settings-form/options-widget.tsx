import type { WidgetProps } from '@rjsf/utils';
import { OptionPicker } from '../options/option-picker.js';

/** A field whose choices the extension offers. Without an installation it is a field for text. */
export function OptionsWidget({
  value,
  onChange,
  label,
  options,
  formContext,
  required,
  rawErrors,
  hideLabel,
}: WidgetProps) {
  const { installation } = formContext as { readonly installation?: string };
  return (
    <OptionPicker
      installation={installation}
      field={String(options['field'])}
      isCreatable={options['creatable'] === true}
      label={label}
      isLabelHidden={hideLabel === true}
      isRequired={required === true}
      value={typeof value === 'string' ? value : null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      {...(rawErrors?.[0] === undefined ? {} : { error: rawErrors[0] })}
    />
  );
}
