import sqlite3 from 'sqlite3';

/** The `sqlite3` package with nothing on it: what the same rows cost without an extension. */
export class BareDatabase {
  private constructor(private readonly database: sqlite3.Database) {}

  /** With the pragmas of the host's store, and a table like the outbox: its key and one index. */
  static async open(file: string): Promise<BareDatabase> {
    const database = await new Promise<sqlite3.Database>((resolve, reject) => {
      const opened = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(opened)));
    });
    const bare = new BareDatabase(database);
    for (const statement of [
      'PRAGMA journal_mode = WAL',
      'PRAGMA synchronous = FULL',
      'PRAGMA busy_timeout = 5000',
      `CREATE TABLE bare_outbox (
         connection_id varchar(64) NOT NULL, event_id varchar(255) NOT NULL, seq bigint NOT NULL,
         subject varchar(255) NOT NULL, body text NOT NULL, accepted_at bigint NOT NULL,
         PRIMARY KEY (connection_id, event_id))`,
      'CREATE INDEX bare_outbox_due ON bare_outbox (connection_id, seq)',
    ]) {
      await bare.run(statement);
    }
    return bare;
  }

  run(sql: string, parameters: readonly unknown[] = []): Promise<void> {
    return new Promise((resolve, reject) => {
      this.database.run(sql, [...parameters], (error: Error | null) => (error ? reject(error) : resolve()));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.database.close((error) => (error ? reject(error) : resolve()));
    });
  }
}
