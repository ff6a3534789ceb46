import { Table, TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Ends that go on, and what was exported before them. Alike on SQLite and PostgreSQL. */
export class CreateEndings1764820000000 implements MigrationInterface {
  readonly name = 'CreateEndings1764820000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(
      'host_installation',
      new TableColumn({ name: 'ending', type: 'text', isNullable: true }),
    );
    await runner.createTable(
      new Table({
        name: 'host_export',
        columns: [
          { name: 'tenant', type: 'text', isPrimary: true },
          { name: 'installation', type: 'text', isPrimary: true },
          { name: 'run_id', type: 'text', isPrimary: true },
          { name: 'part', type: 'bigint', isPrimary: true },
          { name: 'at', type: 'bigint' },
          { name: 'item_count', type: 'bigint' },
          { name: 'items', type: 'text' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('host_export');
    await runner.dropColumn('host_installation', 'ending');
  }
}
