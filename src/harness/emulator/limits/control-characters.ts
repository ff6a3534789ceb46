import type { JsonValue } from '../json.js';

/** Those of ASCII but tab and the ends of lines, which stand in honest text. */
// eslint-disable-next-line no-control-regex -- this is what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Whether a control character stands anywhere in a value, in its keys as well. */
export const hasControlCharacter = (value: JsonValue | undefined): boolean => {
  if (typeof value === 'string') return CONTROL.test(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasControlCharacter);
  return Object.entries(value).some(([key, part]) => CONTROL.test(key) || hasControlCharacter(part));
};
