import type { EntityManager } from 'typeorm';
import { Fault, type Clock, type ExportPart, type Exports, type Store } from '../../../contract/index.js';
import type { ExportDesk, ExportView } from '../host.js';
import { ExportRow } from './entities/export.entity.js';

/** Who has not fetched an export by then has had a month for it. */
const KEPT_MS = 30 * 86_400_000;

/** What extensions hand back to a tenant before an end, kept for thirty days. */
export class StoredExports implements Exports, ExportDesk {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  async put(tenant: string, installation: string, { runId, part, items }: ExportPart): Promise<void> {
    const at = this.clock.now();
    const text = items.map((item) => `${JSON.stringify(item)}\n`).join('');
    const row = { tenant, installation, runId, part, at, itemCount: items.length, items: text };
    await this.store.transaction(async (manager) => {
      await deleteOlder(manager, at - KEPT_MS);
      await manager.delete(ExportRow, { tenant, installation, runId, part });
      await manager.insert(ExportRow, row);
    });
  }

  async list(tenant: string): Promise<readonly ExportView[]> {
    const rows: { installation: string; runId: string; items: number | string; at: number | string }[] =
      await this.store
        .read()
        .createQueryBuilder(ExportRow, 'e')
        .select('e.installation', 'installation')
        .addSelect('e.runId', 'runId')
        .addSelect('SUM(e.itemCount)', 'items')
        .addSelect('MAX(e.at)', 'at')
        .where('e.tenant = :tenant', { tenant })
        .groupBy('e.installation')
        .addGroupBy('e.runId')
        .getRawMany();
    return rows
      .map(({ items, at, ...row }) => ({ ...row, items: Number(items), at: Number(at) }))
      .sort((a, b) => b.at - a.at);
  }

  async *lines(tenant: string, runId: string): AsyncGenerator<string> {
    for (let part = 0; ; part += 1) {
      const row = await this.store.read().findOneBy(ExportRow, { tenant, runId, part });
      if (!row && part === 0) throw notFound();
      if (!row) return;
      yield row.items;
    }
  }

  async remove(tenant: string, runId: string): Promise<void> {
    await this.store.transaction((manager) => manager.delete(ExportRow, { tenant, runId }));
  }
}

async function deleteOlder(manager: EntityManager, before: number): Promise<void> {
  await manager.createQueryBuilder().delete().from(ExportRow).where('at < :before', { before }).execute();
}

const notFound = (): Fault =>
  new Fault({
    kind: 'config',
    code: 'export_not_found',
    message: 'There is no such export. Ask for the list; exports are kept for thirty days.',
    path: '/id',
  });
