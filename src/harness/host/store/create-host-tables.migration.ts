import { Table, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

type ColumnList = readonly (readonly [
  name: string,
  type: 'text' | 'bigint' | 'boolean',
  nullable?: 'null',
])[];

const TABLES: readonly { name: string; key: readonly string[]; columns: ColumnList }[] = [
  {
    name: 'host_installation',
    key: ['id'],
    columns: [
      ['id', 'text'],
      ['tenant', 'text'],
      ['type', 'text'],
      ['active', 'boolean'],
      ['reason_code', 'text', 'null'],
      ['reason_message', 'text', 'null'],
      ['created_at', 'bigint'],
    ],
  },
  {
    name: 'host_problem',
    key: ['installation', 'key'],
    columns: [
      ['installation', 'text'],
      ['key', 'text'],
      ['code', 'text'],
      ['severity', 'text'],
      ['message', 'text'],
      ['action', 'text', 'null'],
      ['at', 'bigint'],
    ],
  },
  {
    name: 'host_platform_member',
    key: ['tenant', 'id'],
    columns: [
      ['tenant', 'text'],
      ['id', 'text'],
      ['account_number', 'text', 'null'],
      ['auth_identifier', 'text', 'null'],
      ['json', 'text'],
    ],
  },
  {
    name: 'host_platform_wallet',
    key: ['tenant', 'member_id'],
    columns: [
      ['tenant', 'text'],
      ['member_id', 'text'],
      ['json', 'text'],
    ],
  },
  {
    name: 'host_platform_audience',
    key: ['tenant', 'id'],
    columns: [
      ['tenant', 'text'],
      ['id', 'text'],
      ['json', 'text'],
    ],
  },
  {
    name: 'host_platform_audience_member',
    key: ['tenant', 'audience_id', 'member_id'],
    columns: [
      ['tenant', 'text'],
      ['audience_id', 'text'],
      ['member_id', 'text'],
    ],
  },
  {
    name: 'host_platform_event_type',
    key: ['tenant', 'type'],
    columns: [
      ['tenant', 'text'],
      ['type', 'text'],
      ['json', 'text'],
    ],
  },
];

const INDICES: readonly { table: string; name: string; columns: readonly string[] }[] = [
  { table: 'host_installation', name: 'host_installation_tenant', columns: ['tenant'] },
  {
    table: 'host_platform_member',
    name: 'host_platform_member_account',
    columns: ['tenant', 'account_number'],
  },
  {
    table: 'host_platform_member',
    name: 'host_platform_member_auth',
    columns: ['tenant', 'auth_identifier'],
  },
  {
    table: 'host_platform_audience_member',
    name: 'host_platform_audience_member_member',
    columns: ['tenant', 'member_id'],
  },
];

/** The host's own tables, alike on SQLite and PostgreSQL. */
export class CreateHostTables1763800000000 implements MigrationInterface {
  readonly name = 'CreateHostTables1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const { name, key, columns } of TABLES) {
      await runner.createTable(
        new Table({
          name,
          columns: columns.map(([column, type, nullable]) => ({
            name: column,
            type,
            isPrimary: key.includes(column),
            isNullable: nullable === 'null',
          })),
        }),
      );
    }
    for (const { table, name, columns } of INDICES) {
      await runner.createIndex(table, new TableIndex({ name, columnNames: [...columns] }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of [...TABLES].reverse()) await runner.dropTable(name);
  }
}
