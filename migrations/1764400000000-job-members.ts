import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const JOBS = 'klaviyo_remote_job';
const MEMBERS = 'klaviyo_job_members';

const table = new Table({
  name: MEMBERS,
  columns: [
    { name: 'job_id', type: 'varchar', length: '36', isPrimary: true },
    { name: 'connection_id', type: 'varchar', length: '64' },
    { name: 'members', type: 'text' },
  ],
  indices: [new TableIndex({ name: `${MEMBERS}_connection`, columnNames: ['connection_id'] })],
});

/** A job's members beside it: on SQLite each look at a job wrote all of its row anew, a megabyte or two. */
export class JobMembers1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(table.clone());
    await runner.query(`INSERT INTO ${MEMBERS} SELECT id, connection_id, members FROM ${JOBS}`);
    await runner.dropColumn(JOBS, 'members');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.addColumn(JOBS, new TableColumn({ name: 'members', type: 'text', default: `'[]'` }));
    await runner.query(
      `UPDATE ${JOBS} SET members = (SELECT m.members FROM ${MEMBERS} m WHERE m.job_id = ${JOBS}.id)`,
    );
    await runner.dropTable(MEMBERS);
  }
}
