import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const TABLE = 'klaviyo_profile_link';
const columns = ['profile_id', 'email_hash', 'phone_hash'] as const;

const index = (column: (typeof columns)[number], more: { readonly where?: string }) =>
  new TableIndex({
    name: `${TABLE}_${column.split('_')[0] ?? ''}`,
    columnNames: ['connection_id', column],
    isUnique: true,
    ...more,
  });

/**
 * Identifiers are indexed where they are known. A member whom an import has brought has no profile id, and PostgreSQL
 * never mistakes an index of some rows for a way to a member.
 */
export class KnownIdentifiers1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await reindex(runner, (column) => ({ where: `${column} IS NOT NULL` }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await reindex(runner, () => ({}));
  }
}

async function reindex(
  runner: QueryRunner,
  more: (column: string) => { readonly where?: string },
): Promise<void> {
  for (const column of columns) {
    const created = index(column, more(column));
    await runner.dropIndex(TABLE, created.name ?? '');
    await runner.createIndex(TABLE, created);
  }
}
