import {
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  writeSync,
  renameSync,
  fsyncSync,
  appendFileSync,
} from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StateRecord } from './state-record.js';

/** How long changes are gathered before they are written: what a `kill -9` of the emulator can cost. */
const GATHER_MS = 100;
const PIECE = 1 << 20;

/**
 * The state on disk: a file of JSON lines, appended to, compacted at start. A snapshot of everything after each
 * change was rejected: with a million profiles one takes seconds and the whole heap again.
 *
 * A line cut short by a crash is ignored when it is read.
 */
export class StateLog {
  readonly #file: string;
  #gathered: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  private constructor(directory: string) {
    this.#file = join(directory, 'state.ndjson');
  }

  /** Opens the log in a directory, which is created where it is missing. */
  static open(directory: string): StateLog {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return new StateLog(directory);
  }

  /** Reads what was remembered, oldest first. */
  async replay(apply: (record: StateRecord) => void): Promise<number> {
    if (!existsSync(this.#file)) return 0;
    let lines = 0;
    for await (const line of createInterface({ input: createReadStream(this.#file), crlfDelay: Infinity })) {
      const record = parse(line);
      if (record === undefined) continue;
      apply(record);
      lines += 1;
    }
    return lines;
  }

  /** Replaces the file by the given records, in one step: a crash leaves the old file or the new one. */
  rewrite(records: Iterable<StateRecord>): void {
    this.#gathered = [];
    const next = `${this.#file}.next`;
    const handle = openSync(next, 'w', 0o600);
    try {
      let piece = '';
      for (const record of records) {
        piece += `${JSON.stringify(record)}\n`;
        if (piece.length > PIECE) {
          writeSync(handle, piece);
          piece = '';
        }
      }
      writeSync(handle, piece);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, this.#file);
  }

  readonly remember = (record: StateRecord): void => {
    this.#gathered.push(JSON.stringify(record));
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const text = this.#take();
      this.#writing = this.#writing.then(() => appendFile(this.#file, text, { mode: 0o600 }));
      // A full disk must not take the emulator down; the next start simply finds less.
      this.#writing = this.#writing.catch(() => undefined);
    }, GATHER_MS);
    this.#timer.unref();
  };

  /** Waits for what is being written, and writes the rest. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#writing;
    const text = this.#take();
    if (text !== '') appendFileSync(this.#file, text, { mode: 0o600 });
  }

  #take(): string {
    const text = this.#gathered.length === 0 ? '' : `${this.#gathered.join('\n')}\n`;
    this.#gathered = [];
    return text;
  }
}

const parse = (line: string): StateRecord | undefined => {
  try {
    return line === '' ? undefined : (JSON.parse(line) as StateRecord);
  } catch {
    return undefined;
  }
};
