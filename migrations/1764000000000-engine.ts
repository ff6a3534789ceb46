import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
  TableIndex,
} from 'typeorm';

const text = (name: string, length: number, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});
const big = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'bigint',
  ...more,
});
const int = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'integer',
  ...more,
});
const key = { isPrimary: true };
const zero = { default: 0 };

const added: Readonly<Record<string, readonly TableColumnOptions[]>> = {
  klaviyo_event_outbox: [int('priority', zero), int('bytes', zero)],
  klaviyo_state_mark: [int('priority', zero)],
  klaviyo_profile_link: [
    big('doubt_until', zero),
    big('write_begun_at', zero),
    big('find_from', zero),
    { name: 'refused', type: 'text', isNullable: true },
  ],
  klaviyo_lane: [{ name: 'budget', type: 'text', isNullable: true }],
  klaviyo_dead_letter: [
    text('cause', 255, { default: "''" }),
    text('about', 64, { default: "''" }),
    text('place', 255, { default: "''" }),
    text('member_id', 255, { default: "''" }),
  ],
};

/** By whom a lane's doubt was told before each write told its own. */
const removed: readonly TableColumnOptions[] = [
  text('owner', 64, { isNullable: true }),
  big('doubt_until', zero),
];

const due = {
  outbox: {
    table: 'klaviyo_event_outbox',
    name: 'klaviyo_event_outbox_due',
    before: ['connection_id', 'not_before', 'seq'],
    after: ['connection_id', 'priority', 'not_before', 'seq'],
  },
  mark: {
    table: 'klaviyo_state_mark',
    name: 'klaviyo_state_mark_due',
    before: ['connection_id', 'not_before'],
    after: ['connection_id', 'priority', 'not_before', 'member_id'],
  },
} as const;

const causes = new TableIndex({
  name: 'klaviyo_dead_letter_cause',
  columnNames: ['connection_id', 'cause', 'at'],
});

const tables: readonly Table[] = [
  new Table({
    name: 'klaviyo_remote_job',
    columns: [
      text('id', 36, key),
      text('connection_id', 64),
      text('remote_id', 64, { isNullable: true }),
      text('state', 16),
      big('submitted_at'),
      big('poll_at'),
      int('polls', zero),
      int('total'),
      { name: 'members', type: 'text' },
    ],
    indices: [new TableIndex({ name: 'klaviyo_remote_job_connection', columnNames: ['connection_id'] })],
  }),
  new Table({
    name: 'klaviyo_tally',
    columns: [
      text('connection_id', 64, key),
      big('hour', key),
      text('kind', 16, key),
      text('code', 64, key),
      int('count'),
      big('last_at'),
    ],
  }),
];

/** Bulk delivery: import jobs, exact doubt for each write, stored budget, dead letters by cause, reasons counted. */
export class Engine1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table.clone());
    for (const [table, columns] of Object.entries(added)) {
      await runner.addColumns(
        table,
        columns.map((column) => new TableColumn(column)),
      );
    }
    await runner.dropColumns(
      'klaviyo_lane',
      removed.map(({ name }) => name),
    );
    for (const { table, name, after } of Object.values(due)) await reindex(runner, table, name, after);
    await runner.createIndex('klaviyo_dead_letter', causes.clone());
    await runner.query('UPDATE klaviyo_event_outbox SET bytes = length(body)');
    // Reasons stood among the attempts, a row each; they are counted now.
    await runner.query(`DELETE FROM klaviyo_attempt WHERE operation IN ('skipped', 'warned')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('klaviyo_dead_letter', causes.name ?? '');
    for (const { table, name, before } of Object.values(due)) await reindex(runner, table, name, before);
    await runner.addColumns(
      'klaviyo_lane',
      removed.map((column) => new TableColumn(column)),
    );
    for (const [table, columns] of Object.entries(added)) {
      await runner.dropColumns(
        table,
        columns.map(({ name }) => name),
      );
    }
    for (const table of tables.toReversed()) await runner.dropTable(table.name);
  }
}

async function reindex(
  runner: QueryRunner,
  table: string,
  name: string,
  columns: readonly string[],
): Promise<void> {
  await runner.dropIndex(table, name);
  await runner.createIndex(table, new TableIndex({ name, columnNames: [...columns] }));
}
