import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const TABLE = 'klaviyo_profile_link';

/** Which properties were sent of a member: what is no longer wanted can be taken out. */
export class SentKeys1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(TABLE, new TableColumn({ name: 'sent_keys', type: 'text', isNullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn(TABLE, 'sent_keys');
  }
}
