import { In } from 'typeorm';
import { Fault, type AudienceChange, type Store } from '../../../../contract/index.js';
import { PlatformAudienceMemberRow } from '../entities/platform-audience-member.entity.js';
import { PlatformAudienceRow } from '../entities/platform-audience.entity.js';
import { inTransactions, upsertRows } from '../write-rows.js';

/** Who is in which audience. */
export class StoredAudienceMembers {
  constructor(private readonly store: Store) {}

  /** Makes the audience's members exactly those given. */
  async replace(
    tenant: string,
    audienceId: string,
    members: readonly string[],
  ): Promise<{ joined: readonly string[]; left: readonly string[] }> {
    const rows = await this.store.read().find(PlatformAudienceMemberRow, {
      select: { memberId: true },
      where: { tenant, audienceId },
    });
    const before = new Set(rows.map((row) => row.memberId));
    const after = new Set(members);
    const joined = [...after].filter((member) => !before.has(member));
    const left = [...before].filter((member) => !after.has(member));
    await this.apply(tenant, audienceId, joined, left);
    return { joined, left };
  }

  /**
   * Applies who joined and who left; the hint that an audience was refreshed carries nothing to apply.
   *
   * @throws Fault `audience_not_found`
   */
  async change(tenant: string, change: AudienceChange): Promise<void> {
    const known = await this.store.read().existsBy(PlatformAudienceRow, { tenant, id: change.audienceId });
    if (!known) {
      throw new Fault({
        kind: 'payload',
        code: 'audience_not_found',
        path: '/audienceId',
        message: 'Put the audience first; the platform has none with this id.',
      });
    }
    if (!change.refreshed) await this.apply(tenant, change.audienceId, change.joined, change.left);
  }

  private async apply(
    tenant: string,
    audienceId: string,
    joined: readonly string[],
    left: readonly string[],
  ): Promise<void> {
    const rows = [...new Set(joined)].map((memberId) => ({ tenant, audienceId, memberId }));
    await upsertRows(this.store, PlatformAudienceMemberRow, rows, { key: [], overwrite: [] });
    await inTransactions(this.store, left, async (manager, chunk) => {
      await manager.delete(PlatformAudienceMemberRow, { tenant, audienceId, memberId: In([...chunk]) });
    });
  }
}
