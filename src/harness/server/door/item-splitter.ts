import { Refusal } from '../answers/refusal.js';
import { MOST_VALUES, MOST_ITEMS } from './limits.js';

/** How the items of a body are told apart: by the commas of a JSON array, or by line ends (NDJSON). */
export type ListFormat = 'json' | 'ndjson';

const [QUOTE, COMMA, BACKSLASH, LINE_END] = [0x22, 0x2c, 0x5c, 0x0a];
const [OPEN, CLOSE, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const BOM = '\uFEFF';

/**
 * Takes a list apart while it arrives, item by item, so that neither the memory nor the time of one step grows with the
 * body: parsed in one go, 64 MB hold everybody else up for a second. Only finds where an item ends; whether it is JSON,
 * `JSON.parse` decides. All or nothing: the items are handed out when the whole body has been read.
 *
 * @throws Refusal 400 `invalid_json`, `not_a_list`; 413 `too_many_items`, `too_many_values`
 */
export class ItemSplitter {
  private readonly items: unknown[] = [];
  private held: Buffer[] = [];
  private line = 1;
  private values = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** A JSON body that is no array is one item, and ends where the body does. */
  private form: 'unknown' | 'array' | 'single' | 'ended';

  constructor(private readonly format: ListFormat) {
    this.form = format === 'json' ? 'unknown' : 'array';
  }

  /** The next part of the body. */
  push(chunk: Buffer): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.format === 'ndjson' && byte === LINE_END) {
        this.endLine(chunk.subarray(from, at));
        from = at + 1;
      } else if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
      } else if (byte === QUOTE) {
        this.inString = true;
      } else if (byte === OPEN || byte === OPEN_BRACE) {
        this.countValue();
        if (this.form === 'unknown') from = this.begin(chunk, from, at, byte);
        this.depth += 1;
      } else if (byte === CLOSE || byte === CLOSE_BRACE) {
        this.depth -= 1;
        if (this.depth === 0 && this.isArray) {
          this.endArray(chunk.subarray(from, at), byte);
          from = at + 1;
        }
      } else if (byte === COMMA) {
        this.countValue();
        if (this.depth !== 1 || !this.isArray) continue;
        this.add(this.take(chunk.subarray(from, at)));
        from = at + 1;
      }
    }
    if (from < chunk.length) this.held.push(chunk.subarray(from));
  }

  /** The items, once the last part was given. */
  end(): readonly unknown[] {
    const rest = this.take(Buffer.alloc(0));
    if (this.format === 'ndjson') {
      this.addLine(rest);
      return this.items;
    }
    if (this.form === 'ended') {
      if (rest.trim() !== '') throw this.invalid();
      return this.items;
    }
    if (this.form === 'array') throw this.invalid();
    const text = rest.startsWith(BOM) ? rest.slice(1) : rest;
    if (text.trim() === '') throw notAList();
    const value = this.parse(text);
    if (typeof value !== 'object' || value === null) throw notAList();
    return [value];
  }

  private get isArray(): boolean {
    return this.format === 'json' && this.form === 'array';
  }

  private countValue(): void {
    this.values += 1;
    if (this.values > MOST_VALUES) {
      throw new Refusal(413, {
        code: 'too_many_values',
        message: `A request takes at most ${MOST_VALUES} values; send the list in parts.`,
      });
    }
  }

  /** @returns where the first item begins */
  private begin(chunk: Buffer, from: number, at: number, byte: number): number {
    const before = Buffer.concat([...this.held, chunk.subarray(from, at)]).toString();
    const isArray = byte === OPEN && (before.startsWith(BOM) ? before.slice(1) : before).trim() === '';
    this.form = isArray ? 'array' : 'single';
    if (!isArray) return from;
    this.held = [];
    return at + 1;
  }

  private endArray(last: Buffer, byte: number): void {
    const text = this.take(last);
    if (byte !== CLOSE) throw this.invalid();
    if (text.trim() !== '' || this.items.length > 0) this.add(text);
    this.form = 'ended';
  }

  private endLine(last: Buffer): void {
    this.addLine(this.take(last));
    this.line += 1;
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  private addLine(line: string): void {
    const text = this.line === 1 && line.startsWith(BOM) ? line.slice(1) : line;
    if (text.trim() !== '') this.add(text);
  }

  private add(text: string): void {
    if (this.items.length === MOST_ITEMS) {
      throw new Refusal(413, {
        code: 'too_many_items',
        message: `A request takes at most ${MOST_ITEMS} items; send the list in parts.`,
      });
    }
    this.items.push(this.parse(text));
  }

  private parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.invalid();
    }
  }

  private take(last: Buffer): string {
    const text = this.held.length === 0 ? last.toString() : Buffer.concat([...this.held, last]).toString();
    this.held = [];
    return text;
  }

  private invalid(): Refusal {
    return this.format === 'ndjson'
      ? new Refusal(400, {
          code: 'invalid_json',
          message: `Line ${this.line} is not valid JSON.`,
          path: `/${this.line}`,
        })
      : new Refusal(400, { code: 'invalid_json', message: 'The body is not valid JSON.' });
  }
}

export const notAList = (): Refusal =>
  new Refusal(400, { code: 'not_a_list', message: 'Send a JSON array of objects, one object, or NDJSON.' });
