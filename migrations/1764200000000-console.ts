import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

const text = (name: string, length: number, more: { isPrimary?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});
const big = (name: string, more: { isPrimary?: boolean } = {}) => ({ name, type: 'bigint', ...more });
const int = (name: string, more: { isPrimary?: boolean } = {}) => ({ name, type: 'integer', ...more });
const key = { isPrimary: true };

const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });

const tables: readonly Table[] = [
  new Table({
    name: 'klaviyo_pulse',
    columns: [
      text('connection_id', 64, key),
      big('minute', key),
      text('kind', 16, key),
      int('bucket', key),
      int('count'),
    ],
  }),
  new Table({
    name: 'klaviyo_attempt_content',
    columns: [
      text('attempt_id', 36, key),
      text('connection_id', 64),
      big('at'),
      { name: 'content', type: 'text' },
    ],
    indices: [index('klaviyo_attempt_content_at', 'connection_id', 'at')],
  }),
  new Table({
    name: 'klaviyo_attempt_member',
    columns: [
      text('connection_id', 64, key),
      text('member_id', 255, key),
      big('at', key),
      text('attempt_id', 36, key),
    ],
    indices: [index('klaviyo_attempt_member_at', 'connection_id', 'at')],
  }),
];

const filters: readonly TableIndex[] = [
  index('klaviyo_attempt_operation', 'connection_id', 'operation', 'at'),
  index('klaviyo_attempt_result', 'connection_id', 'result', 'at'),
];

/** What a console shows: counts by the minute, the content of requests, and ways to find a request. */
export class Console1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table.clone());
    for (const filter of filters) await runner.createIndex('klaviyo_attempt', filter.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const filter of filters) await runner.dropIndex('klaviyo_attempt', filter.name ?? '');
    for (const table of tables.toReversed()) await runner.dropTable(table.name);
  }
}
