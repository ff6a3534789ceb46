import { pointer } from './pointer.js';

const FIELD_NAME = /^[\p{L}_$][\p{L}\p{N}_$ .-]{0,63}$/u;
const MANY_DIGITS = /\d{5}/;

/**
 * A JSON pointer that may be logged: a key that looks like data rather than like a field's name (an e-mail address, a
 * phone number, a very long text) stands as `*`.
 */
export const safePointer = (keys: readonly (string | number)[]): string =>
  pointer(
    keys.map((key) =>
      typeof key === 'number' || (FIELD_NAME.test(key) && !MANY_DIGITS.test(key)) ? key : '*',
    ),
  );
