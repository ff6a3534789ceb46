import type { HandleSource } from './sqlite-driver.js';
import { storeClosed } from './store-closed.js';
import { SqliteHandle } from './sqlite-handle.js';

/**
 * One connection for all who take it, open from the first to the last. Every owner writes by the same: a commit carries
 * what several have written, and none empties the others' page caches.
 */
export class SharedHandle implements HandleSource {
  private users = 0;
  private opening: Promise<SqliteHandle> | null = null;

  /** @param prepare what a connection needs before anybody has it */
  constructor(
    private readonly file: string,
    private readonly prepare: (handle: SqliteHandle) => Promise<void>,
  ) {}

  /** @throws Fault `store_closed` when nobody has taken it */
  async command(text: string): Promise<void> {
    const handle = await this.opening;
    if (!handle) throw storeClosed();
    await handle.command(text);
  }

  interrupt(): void {
    void this.opening?.then((handle) => handle.interrupt());
  }

  take(): Promise<SqliteHandle> {
    this.users += 1;
    this.opening ??= this.open();
    return this.opening;
  }

  async giveBack(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    const handle = await this.opening;
    this.opening = null;
    await handle?.close();
  }

  private async open(): Promise<SqliteHandle> {
    try {
      const handle = await SqliteHandle.open(this.file);
      await this.prepare(handle);
      return handle;
    } catch (error) {
      this.users -= 1;
      this.opening = null;
      throw error;
    }
  }
}
