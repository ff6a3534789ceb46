import { ABSENT, NONE, type Read, unreadable } from './read.js';
import { isPlainObject } from '../json/is-plain-object.js';

/**
 * One part of a value that has several (a tier's name): nothing is said of it where nothing is said of the whole, and
 * it is none where the whole is.
 */
export function readPart<T>(whole: unknown, part: string, read: (raw: unknown) => Read<T>): Read<T> {
  if (whole === undefined) return ABSENT;
  if (whole === null || whole === '') return NONE;
  if (!isPlainObject(whole))
    return unreadable('field_unusable', 'The field is no object, so it was left out.');
  return read(Object.hasOwn(whole, part) ? whole[part] : undefined);
}

/** The same of a part that was read already. */
export const readMember = <T, K extends keyof T>(whole: Read<T>, part: K): Read<T[K]> =>
  whole.kind === 'value' ? { ...whole, value: whole.value[part] } : whole;
