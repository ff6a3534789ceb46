import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Hand-written, and the same on SQLite and PostgreSQL. */
export class CreateAuditTables1763800000000 implements MigrationInterface {
  readonly name = 'CreateAuditTables1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'audit_entry',
        columns: [
          { name: 'installation', type: 'text', isPrimary: true },
          { name: 'id', type: 'text', isPrimary: true },
          { name: 'kind', type: 'text' },
          { name: 'type', type: 'text' },
          { name: 'at', type: 'bigint' },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'audit_settings',
        columns: [
          { name: 'installation', type: 'text', isPrimary: true },
          { name: 'settings', type: 'text' },
          { name: 'revision', type: 'integer' },
          { name: 'active', type: 'boolean' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('audit_settings');
    await runner.dropTable('audit_entry');
  }
}
