import sqlite3 from 'sqlite3';

/** Statements that stay prepared, the least recently used goes; the store has about a hundred. */
const MOST_PREPARED = 200;

/** `run` steps once: what answers rows would stay under way, and no commit goes past it. */
const KEPT = {
  run: /^(INSERT|UPDATE|DELETE)\b(?!.*\bRETURNING\b)/is,
  all: /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b/i,
} as const;

type Callback = (this: sqlite3.Statement, error: Error | null, rows?: unknown[]) => void;
type Method = 'run' | 'all';

/**
 * A connection as TypeORM's driver uses it, which keeps its statements prepared: their texts are few, and SQLite took
 * as long to read one as to run it.
 */
export class SqliteHandle {
  private readonly prepared = new Map<string, sqlite3.Statement>();

  private constructor(private readonly connection: sqlite3.Database) {}

  /** @param flags as of `sqlite3_open_v2`; undefined to read, write and create */
  static open(file: string, flags?: number): Promise<SqliteHandle> {
    return new Promise((resolve, reject) => {
      const opened = (error: Error | null) => (error ? reject(error) : resolve(new SqliteHandle(connection)));
      const connection: sqlite3.Database =
        flags === undefined ? new sqlite3.Database(file, opened) : new sqlite3.Database(file, flags, opened);
    });
  }

  /** Runs a statement without parameters, and without keeping it. */
  command(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.connection.run(text, (error: Error | null) => (error ? reject(error) : resolve()));
    });
  }

  call(method: Method, text: string, parameters: unknown, callback: Callback): void {
    const known = this.prepared.get(text);
    if (known) {
      this.prepared.delete(text);
      this.prepared.set(text, known);
      known[method](parameters, callback);
      return;
    }
    const statement = this.connection.prepare(text, (error: Error | null) => {
      if (error) {
        callback.call(statement, error);
        return;
      }
      statement[method](parameters, callback);
      if (KEPT[method].test(text)) this.keep(text, statement);
      else statement.finalize();
    });
  }

  interrupt(): void {
    this.connection.interrupt();
  }

  close(): Promise<void> {
    for (const statement of this.prepared.values()) statement.finalize();
    this.prepared.clear();
    return new Promise((resolve, reject) => {
      this.connection.close((error) => (error ? reject(error) : resolve()));
    });
  }

  private keep(text: string, statement: sqlite3.Statement): void {
    // Two may have prepared the same text at once.
    this.prepared.get(text)?.finalize();
    this.prepared.set(text, statement);
    const [oldest] = this.prepared.keys();
    if (this.prepared.size <= MOST_PREPARED || oldest === undefined) return;
    this.prepared.get(oldest)?.finalize();
    this.prepared.delete(oldest);
  }
}
