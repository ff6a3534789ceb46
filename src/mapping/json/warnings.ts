import type { Warning, WarningCode } from '../warning.js';
import { safePointer } from './safe-pointer.js';

/** One item may be wrong in thousands of places; the first few tell as much. */
const MOST = 20;

/** Gathers the warnings of one item: the first 20. */
export class Warnings {
  readonly #list: Warning[] = [];

  add(code: WarningCode, message: string, keys: readonly (string | number)[]): void {
    if (this.#list.length < MOST) this.#list.push({ code, message, path: safePointer(keys) });
  }

  get list(): readonly Warning[] {
    return this.#list;
  }
}
