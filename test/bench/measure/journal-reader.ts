import { setTimeout as sleep } from 'node:timers/promises';
import { OPERATIONS } from '../../../src/harness/emulator/index.js';
import type { EmulatorAdmin } from '../../emulator/emulator-admin.js';

/** A request as a benchmark counts it. */
export interface SeenRequest {
  readonly operation: string;
  /** Epoch milliseconds of its arrival. */
  readonly at: number;
  readonly status: number;
  /** Of the body. */
  readonly bytes: number;
}

/** The journal keeps 20 000 entries; a thousand or two come between two looks. */
const MOST_UNREAD = 14_000;
const LOOK_MS = 1_000;

const PATTERNS = OPERATIONS.map(({ id, method, path }) => ({
  id,
  method,
  pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
}));

const operationOf = (method: string, path: string): string => {
  const [bare = ''] = path.split('?', 1);
  const found = PATTERNS.find((one) => one.method === method && one.pattern.test(bare));
  return found?.id ?? `${method} ${bare}`;
};

/**
 * Reads the emulator's journal and keeps operation, time, status and size. The bodies are not asked for, and it is read
 * as rarely as the journal's length permits: in most runs only when all is over.
 */
export class JournalReader {
  private readonly seen: SeenRequest[] = [];

  private constructor(
    private readonly admin: EmulatorAdmin,
    private last: number,
  ) {}

  /** Begins with what comes from now on. */
  static async fromNow(admin: EmulatorAdmin): Promise<JournalReader> {
    const { journal } = await admin.health();
    return new JournalReader(admin, journal.seq);
  }

  /** Reads what would be lost while the work is under way. @returns what the work does */
  async during<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const keepUp = async (): Promise<void> => {
      while (!over) {
        const { journal } = await this.admin.health();
        if (journal.seq - this.last > MOST_UNREAD) await this.read();
        await sleep(LOOK_MS);
      }
    };
    const [result] = await Promise.all([work.finally(() => (over = true)), keepUp()]);
    return result;
  }

  /** Reads the rest. @returns all requests since the beginning, in the order of arrival */
  async finish(): Promise<readonly SeenRequest[]> {
    await this.read();
    return this.seen;
  }

  private async read(): Promise<void> {
    for (const { seq, at, method, path, status, bytes } of await this.admin.requestsAlone(this.last)) {
      if (seq !== this.last + 1) throw new Error('The journal has lost entries before they were read.');
      this.last = seq;
      this.seen.push({ operation: operationOf(method, path), at, status, bytes });
    }
  }
}
