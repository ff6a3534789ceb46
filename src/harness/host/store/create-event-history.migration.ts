import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

/** The events of the past, found by their time. Alike on SQLite and PostgreSQL. */
export class CreateEventHistory1763900000000 implements MigrationInterface {
  readonly name = 'CreateEventHistory1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'host_platform_event',
        columns: [
          { name: 'tenant', type: 'text', isPrimary: true },
          { name: 'id', type: 'text', isPrimary: true },
          { name: 'at', type: 'bigint' },
          { name: 'json', type: 'text' },
        ],
        indices: [new TableIndex({ name: 'host_platform_event_at', columnNames: ['tenant', 'at', 'id'] })],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('host_platform_event');
  }
}
