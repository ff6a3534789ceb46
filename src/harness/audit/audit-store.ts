import { inject, injectable } from 'inversify';
import { HOST, type Configuration, type Store } from '../../contract/index.js';
import { AuditEntryRow, type AuditEntry } from './audit-entry.entity.js';
import { AuditSettingsRow } from './audit-settings.entity.js';

/** Rows of one statement, at five parameters each below SQLite's limit of 32 766. */
const ROWS_A_STATEMENT = 500;

/** What the audit log reads and writes; every query is scoped by the installation. */
@injectable()
export class AuditStore {
  constructor(@inject(HOST.store) private readonly store: Store) {}

  /** Inserts what is new in one transaction and gives back its ids; what stands there already stays as it is. */
  async insertNew(rows: readonly AuditEntry[]): Promise<ReadonlySet<string>> {
    if (rows.length === 0) return new Set();
    return this.store.transaction(async (manager) => {
      const inserted = new Set<string>();
      for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
        const chunk = rows.slice(at, at + ROWS_A_STATEMENT);
        const places = chunk.map((_, i) => `(${[1, 2, 3, 4, 5].map((n) => `$${i * 5 + n}`).join(', ')})`);
        // The line break in front: TypeORM gives no rows back for a text that begins with INSERT on SQLite.
        const fresh = await manager.query<{ id: string }[]>(
          `\nINSERT INTO audit_entry (installation, id, kind, type, at) VALUES ${places.join(', ')}
           ON CONFLICT DO NOTHING RETURNING id`,
          chunk.flatMap((row) => [row.installation, row.id, row.kind, row.type, row.at]),
        );
        for (const { id } of fresh) inserted.add(id);
      }
      return inserted;
    });
  }

  async configuration(installation: string): Promise<Configuration> {
    const row = await this.store.read().findOneBy(AuditSettingsRow, { installation });
    if (!row) return { settings: {}, revision: 0, active: false };
    const settings = JSON.parse(row.settings) as Configuration['settings'];
    return { settings, revision: row.revision, active: row.active };
  }

  /** Puts new settings in force if `expected` is still the revision; says whether it was. */
  async replaceConfiguration(installation: string, next: Configuration, expected: number): Promise<boolean> {
    const row = { settings: JSON.stringify(next.settings), revision: next.revision, active: next.active };
    return this.store.transaction(async (manager) => {
      if (expected === 0) {
        await manager
          .createQueryBuilder()
          .insert()
          .into(AuditSettingsRow)
          .values({ installation, settings: '{}', revision: 0, active: false })
          .orIgnore()
          .updateEntity(false)
          .execute();
      }
      const { affected } = await manager.update(AuditSettingsRow, { installation, revision: expected }, row);
      return affected === 1;
    });
  }

  async deactivate(installation: string): Promise<void> {
    await this.store.transaction((manager) =>
      manager.update(AuditSettingsRow, { installation }, { active: false }),
    );
  }

  async purge(installation: string): Promise<void> {
    await this.store.transaction(async (manager) => {
      await manager.delete(AuditEntryRow, { installation });
      await manager.delete(AuditSettingsRow, { installation });
    });
  }

  /** Fails when the database cannot be read. */
  async ping(): Promise<void> {
    await this.store.read().existsBy(AuditSettingsRow, { installation: '' });
  }
}
