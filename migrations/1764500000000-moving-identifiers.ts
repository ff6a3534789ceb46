import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

const MOVING = 'klaviyo_moving_identifier';
const LINKS = 'klaviyo_profile_link';

const table = new Table({
  name: MOVING,
  columns: [
    { name: 'connection_id', type: 'varchar', length: '64', isPrimary: true },
    { name: 'hash', type: 'varchar', length: '64', isPrimary: true },
    { name: 'role', type: 'varchar', length: '8', isPrimary: true },
    { name: 'member_id', type: 'varchar', length: '255', isPrimary: true },
    { name: 'kind', type: 'varchar', length: '8' },
  ],
  indices: [new TableIndex({ name: `${MOVING}_member`, columnNames: ['connection_id', 'member_id'] })],
});

/** An e-mail address or a phone number that one member leaves and another takes, until Klaviyo's profiles have followed. */
export class MovingIdentifiers1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(table.clone());
    // By hand: on SQLite TypeORM would copy the whole table.
    await runner.query(`ALTER TABLE ${LINKS} ADD COLUMN leaving_since bigint NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn(LINKS, 'leaving_since');
    await runner.dropTable(MOVING);
  }
}
