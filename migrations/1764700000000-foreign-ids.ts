import type { MigrationInterface, QueryRunner, TableColumn } from 'typeorm';

/** Ids that Klaviyo gives, by table: those of its jobs have 58 characters today, and may grow. */
const FOREIGN: Readonly<Record<string, readonly [column: string, bound: string][]>> = {
  klaviyo_connection: [
    ['account_id', '64'],
    ['live_account', '64'],
  ],
  klaviyo_remote_job: [
    ['remote_id', '64'],
    ['request_id', '128'],
  ],
  klaviyo_attempt: [['request_id', '128']],
  klaviyo_list_join: [['list_id', '64']],
  klaviyo_list_member: [
    ['list_id', '64'],
    ['profile_id', '64'],
  ],
  klaviyo_list_seen: [
    ['list_id', '64'],
    ['profile_id', '64'],
  ],
  klaviyo_list_state: [['list_id', '64']],
  klaviyo_profile_link: [
    ['profile_id', '64'],
    ['request_id', '128'],
  ],
  klaviyo_state_mark: [['list_id', '64']],
  klaviyo_sync_finding: [
    ['list_id', '64'],
    ['profile_id', '64'],
  ],
};

/** A foreign id is a text without a length. */
export class ForeignIds1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await change(runner, () => ['text', '']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await change(runner, (bound) => ['varchar', bound]);
  }
}

async function change(
  runner: QueryRunner,
  typeOf: (bound: string) => readonly [type: string, length: string],
): Promise<void> {
  for (const [name, columns] of Object.entries(FOREIGN)) {
    if (runner.connection.options.type === 'postgres') {
      for (const [column, bound] of columns) {
        const [type, length] = typeOf(bound);
        const written = length === '' ? type : `${type}(${length})`;
        await runner.query(`ALTER TABLE ${name} ALTER COLUMN ${column} TYPE ${written}`);
      }
      continue;
    }
    // SQLite changes no column: the table is made anew, its rows with it.
    const table = await runner.getTable(name);
    if (!table) throw new Error(`There is no table ${name}.`);
    const changed = columns.map(([column, bound]) => {
      const before = table.findColumnByName(column);
      if (!before) throw new Error(`There is no column ${name}.${column}.`);
      const after: TableColumn = before.clone();
      [after.type, after.length] = typeOf(bound);
      return { oldColumn: before, newColumn: after };
    });
    await runner.changeColumns(table, changed);
  }
}
