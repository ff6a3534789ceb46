import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

const TOMBSTONES = 'klaviyo_tombstone';

const table = new Table({
  name: TOMBSTONES,
  columns: [
    { name: 'connection_id', type: 'varchar', length: '64', isPrimary: true },
    { name: 'reference', type: 'varchar', length: '255', isPrimary: true },
    { name: 'resolved', type: 'integer', default: 0 },
    { name: 'closed_at', type: 'bigint' },
    { name: 'not_before', type: 'bigint' },
    { name: 'attempts', type: 'integer', default: 0 },
    { name: 'last_code', type: 'varchar', length: '64', isNullable: true },
    { name: 'taken_off_at', type: 'bigint', isNullable: true },
    { name: 'outcome', type: 'varchar', length: '16', isNullable: true },
    { name: 'done_at', type: 'bigint', isNullable: true },
    { name: 'request_id', type: 'text', isNullable: true },
    { name: 'email_hash', type: 'varchar', length: '64', isNullable: true },
    { name: 'phone_hash', type: 'varchar', length: '64', isNullable: true },
  ],
  indices: [
    new TableIndex({
      name: `${TOMBSTONES}_due`,
      columnNames: ['connection_id', 'not_before'],
      where: 'done_at IS NULL',
    }),
  ],
});

/** Members whose accounts are closed: nothing of them is sent, and what becomes of their profiles. */
export class Tombstones1764840100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(table.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(TOMBSTONES);
  }
}
