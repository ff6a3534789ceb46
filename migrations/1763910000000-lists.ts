import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const text = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const key = { isPrimary: true };

const tables: readonly Table[] = [
  new Table({
    name: 'klaviyo_audience_told',
    columns: [
      { ...text('connection_id', 64), ...key },
      { ...text('member_id', 255), ...key },
      { ...text('audience_id', 255), ...key },
      text('direction', 8),
      { name: 'told_at', type: 'bigint' },
    ],
  }),
  new Table({
    name: 'klaviyo_list_member',
    columns: [
      { ...text('connection_id', 64), ...key },
      { ...text('list_id', 64), ...key },
      { ...text('profile_id', 64), ...key },
      text('origin', 8),
    ],
  }),
  new Table({
    name: 'klaviyo_list_state',
    columns: [
      { ...text('connection_id', 64), ...key },
      { ...text('list_id', 64), ...key },
      { name: 'read_at', type: 'bigint', isNullable: true },
      { ...text('paused_reason', 64), isNullable: true },
    ],
  }),
];

/** Audiences and lists: what changes told, who is on a list by whose hand, and the state of each list. */
export class Lists1763910000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.dropTable(table.name);
  }
}
