import type { WarningCode } from '../warning.js';

/** Why something of a field does not go, or goes with less: a stable code, and one sentence without personal data. */
export interface Reason {
  readonly code: WarningCode;
  readonly message: string;
}

/**
 * What the platform says of one field. Four things that must never be mixed up:
 * - `absent`: it says nothing. Klaviyo's value stays as it is.
 * - `none`: it says that there is no value (`null`, or an empty text). Klaviyo's value is cleared.
 * - `unreadable`: it says something that cannot be sent. Klaviyo's value stays, and the reason is told.
 * - `value`: it goes; `notes` tell what was left out of it.
 *
 * Nothing else can be returned, so no reader can drop a value without a reason.
 */
export type Read<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly reason: Reason }
  | { readonly kind: 'value'; readonly value: T; readonly notes?: readonly Reason[] };

export const ABSENT = { kind: 'absent' } as const;

export const NONE = { kind: 'none' } as const;

export const unreadable = (code: WarningCode, message: string): Read<never> => ({
  kind: 'unreadable',
  reason: { code, message },
});

export const valueOf = <T>(value: T, notes: readonly Reason[] = []): Read<T> =>
  notes.length === 0 ? { kind: 'value', value } : { kind: 'value', value, notes };

/** Reads on where a value was read; absent, none and unreadable stay what they are. */
export function thenRead<T, U>(read: Read<T>, next: (value: T) => Read<U>): Read<U> {
  if (read.kind !== 'value') return read;
  const after = next(read.value);
  return after.kind === 'value' && read.notes
    ? { ...after, notes: [...read.notes, ...(after.notes ?? [])] }
    : after;
}
