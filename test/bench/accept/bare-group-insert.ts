import type { LoyaltyEvent } from '../../../src/contract/index.js';
import type { BareDatabase } from './bare-database.js';

/** Rows of one statement: six columns stay far below SQLite's 32 766 parameters. */
const ROWS = 500;
const COLUMNS = '(connection_id, event_id, seq, subject, body, accepted_at)';

interface Waiting {
  readonly row: readonly unknown[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The least that makes events durable in groups: whoever comes while a commit runs goes with the next one. It checks
 * nothing, knows no duplicate and wakes nobody; it is the ceiling that accepting is measured against.
 */
export class BareGroupInsert {
  private waiting: Waiting[] = [];
  private committing = false;
  private seq = 0;

  constructor(private readonly database: BareDatabase) {}

  /** Resolves when the event is durable. */
  insert(connectionId: string, event: LoyaltyEvent): Promise<void> {
    const row = [
      connectionId,
      event.id,
      (this.seq += 1),
      event.subject,
      JSON.stringify(event),
      Date.now(),
    ] as const;
    return new Promise((resolve, reject) => {
      this.waiting.push({ row, resolve, reject });
      if (!this.committing) void this.commitAll();
    });
  }

  private async commitAll(): Promise<void> {
    this.committing = true;
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        await this.commit(group);
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.committing = false;
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    await this.database.run('BEGIN');
    for (let from = 0; from < group.length; from += ROWS) {
      const rows = group.slice(from, from + ROWS);
      await this.database.run(
        `INSERT INTO bare_outbox ${COLUMNS} VALUES ${rows.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}`,
        rows.flatMap(({ row }) => row),
      );
    }
    await this.database.run('COMMIT');
  }
}
