import sqlite3 from 'sqlite3';
import type { SqliteHandle } from './sqlite-handle.js';

/** What TypeORM's driver calls of a connection. */
interface DriverConnection {
  run(...call: unknown[]): void;
  all(...call: unknown[]): void;
  close(closed: (error: Error | null) => void): void;
}

/** Where the connections of an owner come from, and go to. */
export interface HandleSource {
  take(): Promise<SqliteHandle>;
  /** Called once for each that was taken. */
  giveBack(): Promise<void>;
}

type Callback = Parameters<SqliteHandle['call']>[3];

/**
 * The `sqlite3` that TypeORM is given: its connections are handles of ours. It has no verbose mode, which TypeORM
 * switches on: that renders statement and parameters of each call into a text for the case that it fails, which costs a
 * tenth of a lane's time and puts members' data into error messages.
 */
export function sqliteDriver(source: HandleSource): typeof sqlite3 {
  class Database implements DriverConnection {
    private handle: SqliteHandle | null = null;

    constructor(_file: string, ...rest: readonly unknown[]) {
      const opened = rest.at(-1) as (error: Error | null) => void;
      source.take().then((handle) => {
        this.handle = handle;
        opened(null);
      }, opened);
    }

    run(...call: unknown[]): void {
      this.call('run', call);
    }

    all(...call: unknown[]): void {
      this.call('all', call);
    }

    close(closed: (error: Error | null) => void): void {
      this.handle = null;
      source.giveBack().then(() => closed(null), closed);
    }

    private call(method: 'run' | 'all', [text, ...rest]: unknown[]): void {
      const callback = rest.pop() as Callback;
      if (!this.handle) throw new Error('The connection is closed.');
      this.handle.call(method, text as string, rest[0] ?? [], callback);
    }
  }
  const driver = { ...sqlite3, Database, verbose: () => driver } as unknown as typeof sqlite3;
  return driver;
}
