import type { Warnings } from './warnings.js';

/** Where a value stands, and how it is to be shaped. */
export interface Shaping {
  readonly warnings: Warnings;
  /** Keys from the item to this value. */
  readonly keys: readonly (string | number)[];
  /** 1 for the outermost object. */
  readonly level: number;
  /** The key that holds this value, arrays seen through; for a payload the event's type. */
  readonly holder: string;
  /** Whether a numeric 0 is said again as text. */
  readonly zeroText: boolean;
  /** Texts to leave out. */
  readonly omits?: (text: string) => boolean;
  /** What becomes of each text that stays. */
  readonly text?: (text: string) => string;
  /** What becomes of each number. */
  readonly number?: (number: number) => number;
  /** Names at this level that are taken. */
  readonly taken?: ReadonlySet<string>;
  /** How many properties the outermost object has room for. */
  readonly room?: number;
}

/** The same for what stands within: nothing is taken there, and there is room. */
export function within(shaping: Shaping, key: string | number, holder: string): Shaping {
  const { warnings, keys, level, zeroText, omits, text, number } = shaping;
  return {
    warnings,
    keys: [...keys, key],
    level: level + 1,
    holder,
    zeroText,
    ...(omits ? { omits } : {}),
    ...(text ? { text } : {}),
    ...(number ? { number } : {}),
  };
}
