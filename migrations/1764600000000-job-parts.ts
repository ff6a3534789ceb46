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

/** As many as one transaction settles. */
const PART = 250;

/** A job's members in parts: they are read part by part, not all of ten thousand at once. */
export class JobParts1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(parts.clone());
    for (const { job_id, connection_id, members } of await read(runner, WHOLE, 'job_id')) {
      const all = JSON.parse(members) as unknown[];
      for (let part = 0; part * PART < all.length; part += 1) {
        const some = all.slice(part * PART, (part + 1) * PART);
        await insert(runner, PARTS, { job_id, part, connection_id, members: JSON.stringify(some) });
      }
    }
    await runner.dropTable(WHOLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.createTable(whole.clone());
    const jobs = new Map<string, { connection_id: string; all: unknown[] }>();
    for (const { job_id, connection_id, members } of await read(runner, PARTS, 'job_id, part')) {
      const job = jobs.get(job_id) ?? { connection_id, all: [] };
      job.all.push(...(JSON.parse(members) as unknown[]));
      jobs.set(job_id, job);
    }
    for (const [job_id, { connection_id, all }] of jobs) {
      await insert(runner, WHOLE, { job_id, connection_id, members: JSON.stringify(all) });
    }
    await runner.dropTable(PARTS);
  }
}

interface Row {
  readonly job_id: string;
  readonly connection_id: string;
  readonly members: string;
}

const read = (runner: QueryRunner, table: string, order: string) =>
  runner.query(`SELECT job_id, connection_id, members FROM ${table} ORDER BY ${order}`) as Promise<Row[]>;

const insert = (runner: QueryRunner, table: string, row: Row & { readonly part?: number }) => {
  const columns = Object.keys(row);
  const isPostgres = runner.connection.options.type === 'postgres';
  const places = columns.map((_, index) => (isPostgres ? `$${index + 1}` : '?'));
  return runner.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(row),
  );
};
