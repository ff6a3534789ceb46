import type { HandleSource } from './sqlite-driver.js';
import { SqliteHandle } from './sqlite-handle.js';

/** A connection of its own, for one owner. */
export class OwnHandle implements HandleSource {
  private handle: SqliteHandle | null = null;

  constructor(
    private readonly file: string,
    private readonly flags: number | undefined,
  ) {}

  async take(): Promise<SqliteHandle> {
    this.handle = await SqliteHandle.open(this.file, this.flags);
    return this.handle;
  }

  async giveBack(): Promise<void> {
    await this.handle?.close();
  }
}
