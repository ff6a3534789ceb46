import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A document of settings, as far as this migration knows it. */
type Document = Readonly<Record<string, unknown>>;

/** The settings of consent are gone, and erasure is a choice: saved settings follow, as an unknown key is refused. */
export class ClosedAccountSettings1764840000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rewrite(runner, ({ erasure, ...rest }) => ({
      ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'consent')),
      ...(erasure === undefined ? {} : { erasure: { profile: isEnabled(erasure) ? 'erase' : 'leave' } }),
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await rewrite(runner, ({ erasure, ...rest }) => ({
      ...rest,
      ...(erasure === undefined ? {} : { erasure: { enabled: isErased(erasure) } }),
    }));
  }
}

async function rewrite(runner: QueryRunner, change: (settings: Document) => Document): Promise<void> {
  const rows = (await runner.query(
    'SELECT id, settings FROM klaviyo_connection WHERE settings IS NOT NULL',
  )) as { readonly id: string; readonly settings: string }[];
  const [first, second] = runner.connection.options.type === 'postgres' ? ['$1', '$2'] : ['?', '?'];
  for (const { id, settings } of rows) {
    const changed = JSON.stringify(change(JSON.parse(settings) as Document));
    await runner.query(`UPDATE klaviyo_connection SET settings = ${first} WHERE id = ${second}`, [
      changed,
      id,
    ]);
  }
}

const isEnabled = (erasure: unknown): boolean => (erasure as { enabled?: unknown }).enabled === true;

const isErased = (erasure: unknown): boolean => (erasure as { profile?: unknown }).profile === 'erase';
