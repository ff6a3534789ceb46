import { Validator } from '@cfworker/json-schema';
import type { RJSFSchema, ValidatorType } from '@rjsf/utils';

/**
 * Tells the form which branch of a schema fits. It reads the schema instead of compiling it: the page's content security
 * policy permits no `eval`. What is wrong with a value is the extension's to say, when it is saved.
 */
const plainValidator: ValidatorType = {
  isValid: (schema: RJSFSchema, value: unknown) =>
    value === undefined ||
    new Validator(schema as ConstructorParameters<typeof Validator>[0], '7').validate(value).valid,
  rawValidation: () => ({}),
  validateFormData: () => ({ errors: [], errorSchema: {} }),
};

// As the library's own validators are imported, where the build puts this one in their place.
export default plainValidator;
