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
const long = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'text',
  ...more,
});
const big = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'bigint',
  ...more,
});
const key = { isPrimary: true };
const optional = { isNullable: true };
const zero = { default: 0 };

const added: Readonly<Record<string, readonly TableColumnOptions[]>> = {
  klaviyo_connection: [big('live_from', optional)],
  klaviyo_list_state: [text('name', 255, optional), big('clear_from', optional)],
  klaviyo_profile_link: [big('accepted_at', optional), text('request_id', 128, optional)],
  klaviyo_remote_job: [long('list_ids', optional), text('request_id', 128, optional)],
};

const tables: readonly Table[] = [
  new Table({
    name: 'klaviyo_sync_run',
    columns: [
      text('id', 36, key),
      text('connection_id', 64),
      text('kind', 16),
      text('state', 16),
      text('phase', 16),
      long('request'),
      long('cursor'),
      big('started_at'),
      big('ended_at', optional),
      big('total'),
      big('seen', zero),
      long('skipped'),
      long('drift'),
      big('rate_at'),
      big('rate_done', zero),
      long('reason', optional),
    ],
    indices: [
      new TableIndex({ name: 'klaviyo_sync_run_connection', columnNames: ['connection_id', 'started_at'] }),
    ],
  }),
  new Table({
    name: 'klaviyo_list_join',
    columns: [text('connection_id', 64, key), text('list_id', 64, key), text('member_id', 255, key)],
  }),
  new Table({
    name: 'klaviyo_list_seen',
    columns: [text('connection_id', 64, key), text('list_id', 64, key), text('profile_id', 64, key)],
  }),
  new Table({
    name: 'klaviyo_sync_finding',
    columns: [
      text('connection_id', 64, key),
      text('about', 16, key),
      text('list_id', 64, key),
      text('member_id', 255, key),
      text('profile_id', 64, key),
      text('kind', 16),
      long('fields'),
    ],
  }),
];

/** Initial load and reconciliation: runs, what they have found, and who was put on a list by an import. */
export class Sync1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table.clone());
    for (const [table, columns] of Object.entries(added)) {
      await runner.addColumns(
        table,
        columns.map((column) => new TableColumn(column)),
      );
    }
    // Who is active already has been live since it was last saved, at the latest.
    await runner.query(`UPDATE klaviyo_connection SET live_from = updated_at WHERE state = 'active'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(added)) {
      await runner.dropColumns(
        table,
        columns.map(({ name }) => name),
      );
    }
    for (const table of tables.toReversed()) await runner.dropTable(table.name);
  }
}
