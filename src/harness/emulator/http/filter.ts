import { ApiError } from './api-error.js';

/** One condition of a `filter` parameter. */
export interface Condition {
  readonly operator: string;
  readonly field: string;
  readonly values: readonly string[];
}

/** Which operators a field may be filtered by. */
export type Filterable = Readonly<Record<string, readonly string[]>>;

/**
 * Reads a `filter` parameter: `equals(email,"a@b.co")`, `any(id,["x","y"])`, several joined by commas or in `and(…)`.
 *
 * @throws ApiError 400 with the parameter `filter` where it cannot be read, or a field may not be filtered so.
 */
export const readFilter = (query: URLSearchParams, allowed: Filterable): readonly Condition[] => {
  const text = query.get('filter');
  if (text === null) return [];
  const conditions = new FilterReader(text).conditions();
  for (const { operator, field } of conditions) {
    if (allowed[field]?.includes(operator) !== true) {
      throw ApiError.badRequest(`'${operator}' is not a filter for '${field}' here.`, {
        parameter: 'filter',
      });
    }
  }
  return conditions;
};

const NAME = /[A-Za-z_$][\w.$-]*/y;
const BARE = /[^,()[\]]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y;

class FilterReader {
  #at = 0;

  constructor(private readonly text: string) {}

  conditions(): readonly Condition[] {
    const found = this.#several();
    if (this.#at < this.text.length || found.length === 0) throw this.#unreadable();
    return found;
  }

  #several(): Condition[] {
    const found: Condition[] = [];
    do found.push(...this.#one());
    while (this.#take(','));
    return found;
  }

  #one(): Condition[] {
    const operator = this.#match(NAME);
    this.#expect('(');
    if (operator === 'and') {
      const found = this.#several();
      this.#expect(')');
      return found;
    }
    const field = this.#match(NAME);
    const values = this.#take(',') ? this.#values() : [];
    this.#expect(')');
    return [{ operator, field, values }];
  }

  #values(): string[] {
    if (!this.#take('[')) return [this.#value()];
    const values: string[] = [];
    if (this.#take(']')) return values;
    do values.push(this.#value());
    while (this.#take(','));
    this.#expect(']');
    return values;
  }

  #value(): string {
    this.#space();
    QUOTED.lastIndex = this.#at;
    const quoted = QUOTED.exec(this.text);
    if (quoted === null) return this.#match(BARE).trim();
    this.#at = QUOTED.lastIndex;
    return (quoted[1] ?? quoted[2] ?? '').replace(/\\(.)/g, '$1');
  }

  #match(pattern: RegExp): string {
    this.#space();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (found === null) throw this.#unreadable();
    this.#at = pattern.lastIndex;
    return found[0];
  }

  #take(sign: string): boolean {
    this.#space();
    if (this.text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#unreadable();
  }

  #space(): void {
    while (this.text[this.#at] === ' ') this.#at += 1;
  }

  #unreadable(): ApiError {
    return ApiError.badRequest(`The filter cannot be read at position ${this.#at}.`, {
      parameter: 'filter',
    });
  }
}
