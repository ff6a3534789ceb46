import Form from '@rjsf/mantine';
import type { Issue, JsonObject } from '../../../../contract/index.js';
import { errorsOf } from './errors-of.js';
import { OptionsWidget } from './options-widget.js';
import { EventNamesField } from './event-names-field.js';
import { SuggestWidget } from './suggest-widget.js';
import plainValidator from './plain-validator.js';
import { uiSchemaOf } from './ui-schema-of.js';

interface Props {
  readonly schema: JsonObject;
  /** Undefined where there is none yet: then there are no choices to load. */
  readonly installation: string | undefined;
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
  /** What the extension found wrong, each with its place. */
  readonly issues: readonly Issue[];
}

const widgets = { options: OptionsWidget, suggest: SuggestWidget };
const fields = { eventNames: EventNamesField };

/** The settings of any extension, drawn from their JSON Schema. */
export const SettingsForm = ({ schema, installation, value, onChange, issues }: Props) => (
  <Form
    tagName="div"
    schema={schema}
    uiSchema={uiSchemaOf(schema)}
    validator={plainValidator}
    widgets={widgets}
    fields={fields}
    formContext={{ installation }}
    formData={value}
    extraErrors={errorsOf(issues)}
    showErrorList={false}
    noHtml5Validate
    onChange={({ formData }) => onChange(formData as JsonObject)}
  >
    {/* Saved by the page's own button. */}
    <></>
  </Form>
);
