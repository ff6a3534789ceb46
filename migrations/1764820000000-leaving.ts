import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const connection = { name: 'connection_id', type: 'varchar', length: '64' };

const tables = [
  new Table({
    name: 'klaviyo_leaving',
    columns: [
      { ...connection, isPrimary: true },
      { name: 'run_id', type: 'varchar', length: '36' },
      { name: 'mode', type: 'varchar', length: '16' },
      { name: 'queue', type: 'varchar', length: '8' },
      { name: 'remote', type: 'varchar', length: '24' },
      { name: 'step', type: 'varchar', length: '16' },
      { name: 'cursor', type: 'text' },
      { name: 'started_at', type: 'bigint' },
      { name: 'ended_at', type: 'bigint', isNullable: true },
      { name: 'step_at', type: 'bigint' },
      { name: 'patience', type: 'bigint' },
      { name: 'not_before', type: 'bigint', default: 0 },
      { name: 'attempts', type: 'integer', default: 0 },
      { name: 'total', type: 'bigint', default: 0 },
      { name: 'done_items', type: 'bigint', default: 0 },
      { name: 'counts', type: 'text' },
      { name: 'issues', type: 'text' },
    ],
  }),
  new Table({
    name: 'klaviyo_notice',
    columns: [
      { ...connection, isPrimary: true },
      { name: 'key', type: 'text', isPrimary: true },
      { name: 'tenant', type: 'varchar', length: '128' },
      { name: 'kind', type: 'varchar', length: '16' },
      { name: 'body', type: 'text', isNullable: true },
      { name: 'version', type: 'bigint' },
      { name: 'told_at', type: 'bigint', isNullable: true },
    ],
  }),
  new Table({
    name: 'klaviyo_revocation',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      connection,
      { name: 'tenant', type: 'varchar', length: '128' },
      { name: 'account_id', type: 'text' },
      { name: 'tokens', type: 'text' },
      { name: 'not_before', type: 'bigint', default: 0 },
      { name: 'attempts', type: 'integer', default: 0 },
    ],
    indices: [new TableIndex({ name: 'klaviyo_revocation_connection', columnNames: ['connection_id'] })],
  }),
];

const madeAt = new TableColumn({ name: 'made_at', type: 'bigint', isNullable: true });

/** How a connection is left, what the host is told, consents to be revoked, and which lists this extension has made. */
export class Leaving1764820000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table.clone());
    await runner.addColumn('klaviyo_list_state', madeAt.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('klaviyo_list_state', 'made_at');
    for (const { name } of [...tables].reverse()) await runner.dropTable(name);
  }
}
