import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

const WHOLE = 'klaviyo_job_members';
const PARTS = 'klaviyo_job_part';

const whole = new Table({
  name: WHOLE,
  columns: [
    { name: 'job_id', type: 'varchar', length: '36', isPrimary: true },
    { name: 'connection_id', type: 'varchar', length: '64' },
    { name: 'members', type: 'text' },
  ],
  indices: [new TableIndex({ name: `${WHOLE}_connection`, columnNames: ['connection_id'] })],
});

const parts = new Table({
  name: PARTS,
  columns: [
    { name: 'job_id', type: 'varchar', length: '36', isPrimary: true },
    { name: 'part', type: 'integer', isPrimary: true },
    { name: 'connection_id', type: 'varchar', length: '64' },
    { name: 'members', type: 'text' },
  ],
  indices: [new TableIndex({ name: `${PARTS}_connection`, columnNames: ['connection_id'] })],
});

/** A job's members in parts: they are read part by part, not all of ten thousand at once. */
export class JobParts1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(parts.clone());
    await runner.query(
      `INSERT INTO ${PARTS} (job_id, part, connection_id, members)
       SELECT job_id, 0, connection_id, members FROM ${WHOLE}`,
    );
    await runner.dropTable(WHOLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.createTable(whole.clone());
    const rows = (await runner.query(
      `SELECT job_id, connection_id, members FROM ${PARTS} ORDER BY job_id, part`,
    )) as { job_id: string; connection_id: string; members: string }[];
    const jobs = new Map<string, { connectionId: string; members: unknown[] }>();
    for (const row of rows) {
      const job = jobs.get(row.job_id) ?? { connectionId: row.connection_id, members: [] };
      job.members.push(...(JSON.parse(row.members) as unknown[]));
      jobs.set(row.job_id, job);
    }
    for (const [jobId, { connectionId, members }] of jobs) {
      await runner.manager
        .createQueryBuilder()
        .insert()
        .into(WHOLE, ['job_id', 'connection_id', 'members'])
        .values({ job_id: jobId, connection_id: connectionId, members: JSON.stringify(members) })
        .execute();
    }
    await runner.dropTable(PARTS);
  }
}
