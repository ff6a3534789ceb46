import type { Warning, WarningCode } from '../warning.js';
import { pointer } from './pointer.js';
import { safePointer } from './safe-pointer.js';

/** One item may be wrong in thousands of places; some of them tell as much. */
const MOST = 20;

/** Gathers the warnings of one item: each code and place once, 20 at most, of each code at least the first. */
export class Warnings {
  readonly #list: Warning[] = [];
  readonly #told = new Set<string>();

  add(code: WarningCode, message: string, keys: readonly (string | number)[]): void {
    const told = `${code} ${pointer(keys)}`;
    if (this.#told.has(told) || !this.#hasRoomFor(code)) return;
    this.#told.add(told);
    this.#list.push({ code, message, path: safePointer(keys) });
  }

  get list(): readonly Warning[] {
    return this.#list;
  }

  /** Twenty places of one code must not hide that there is another: the last of several gives way to it. */
  #hasRoomFor(code: WarningCode): boolean {
    const list = this.#list;
    if (list.length < MOST) return true;
    if (list.some((warning) => warning.code === code)) return false;
    const several = list.findLastIndex(
      (warning, index) => list.findIndex((first) => first.code === warning.code) < index,
    );
    if (several >= 0) list.splice(several, 1);
    return several >= 0;
  }
}
