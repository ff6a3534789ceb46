import type {
  Audience,
  AudienceChange,
  Clock,
  EventType,
  Logger,
  LoyaltyEvent,
  Member,
  Store,
  Wallet,
} from '../../../../contract/index.js';
import type { MemberPage, MemberSearch, PlatformData } from '../../host.js';
import { PlatformAudienceMemberRow } from '../entities/platform-audience-member.entity.js';
import { PlatformAudienceRow } from '../entities/platform-audience.entity.js';
import { PlatformEventTypeRow } from '../entities/platform-event-type.entity.js';
import { PlatformMemberRow } from '../entities/platform-member.entity.js';
import { PlatformWalletRow } from '../entities/platform-wallet.entity.js';
import { upsertRows } from '../write-rows.js';
import { EventHistory } from './event-history.js';
import { lastByKey } from './last-by-key.js';
import { requireKey } from './require-key.js';
import { StoredAudienceMembers } from './stored-audience-members.js';

type AudienceWithMembers = Audience & { readonly members?: readonly string[] };

/**
 * The platform's data in the host's tables. Of several items with one key the last one counts. A large put is written
 * in several transactions, so that a hundred thousand members neither fill the memory nor hold the writer.
 */
export class StoredPlatformData implements PlatformData {
  private readonly audienceMembers: StoredAudienceMembers;

  private readonly history: EventHistory;

  constructor(
    private readonly store: Store,
    clock: Clock,
    logger: Pick<Logger, 'error'>,
  ) {
    this.audienceMembers = new StoredAudienceMembers(store);
    this.history = new EventHistory(store, clock, logger);
  }

  async putMembers(tenant: string, members: readonly Member[]): Promise<void> {
    requireKey(members, 'id');
    const rows = lastByKey(members, (member) => member.id).map((member) => ({
      tenant,
      id: member.id,
      accountNumber: member.accountNumber ?? null,
      authIdentifier: member.authIdentifier ?? null,
      json: JSON.stringify(member),
    }));
    await upsertRows(this.store, PlatformMemberRow, rows, {
      key: ['tenant', 'id'],
      overwrite: ['account_number', 'auth_identifier', 'json'],
    });
  }

  async putWallets(tenant: string, wallets: readonly Wallet[]): Promise<void> {
    requireKey(wallets, 'memberId');
    const rows = lastByKey(wallets, (wallet) => wallet.memberId).map((wallet) => ({
      tenant,
      memberId: wallet.memberId,
      json: JSON.stringify(wallet),
    }));
    await upsertRows(this.store, PlatformWalletRow, rows, {
      key: ['tenant', 'member_id'],
      overwrite: ['json'],
    });
  }

  async putAudiences(
    tenant: string,
    audiences: readonly AudienceWithMembers[],
  ): Promise<readonly AudienceChange[]> {
    requireKey(audiences, 'id');
    const latest = lastByKey(audiences, (audience) => audience.id);
    const rows = latest.map((audience) => ({
      tenant,
      id: audience.id,
      json: JSON.stringify({ ...audience, members: undefined }),
    }));
    await upsertRows(this.store, PlatformAudienceRow, rows, { key: ['tenant', 'id'], overwrite: ['json'] });
    const changes: AudienceChange[] = [];
    for (const audience of latest) {
      if (!audience.members) continue;
      const { joined, left } = await this.audienceMembers.replace(tenant, audience.id, audience.members);
      if (joined.length + left.length > 0) changes.push({ audienceId: audience.id, joined, left });
    }
    return changes;
  }

  async changeAudience(tenant: string, change: AudienceChange): Promise<void> {
    await this.audienceMembers.change(tenant, change);
  }

  async putEventTypes(tenant: string, types: readonly EventType[]): Promise<void> {
    requireKey(types, 'type');
    const rows = lastByKey(types, (type) => type.type).map((type) => ({
      tenant,
      type: type.type,
      json: JSON.stringify(type),
    }));
    await upsertRows(this.store, PlatformEventTypeRow, rows, {
      key: ['tenant', 'type'],
      overwrite: ['json'],
    });
  }

  putEvents(tenant: string, events: readonly LoyaltyEvent[]): Promise<void> {
    return this.history.put(tenant, events);
  }

  noteEvents(tenant: string, events: readonly LoyaltyEvent[]): Promise<void> {
    return this.history.note(tenant, events);
  }

  settle(): Promise<void> {
    return this.history.settle();
  }

  async searchMembers(tenant: string, { search, limit, after }: MemberSearch): Promise<MemberPage> {
    const rows = this.store
      .read()
      .createQueryBuilder(PlatformMemberRow, 'm')
      .where('m.tenant = :tenant', { tenant })
      .orderBy('m.id', 'ASC')
      .limit(limit + 1);
    if (after !== undefined) rows.andWhere('m.id > :after', { after });
    if (search !== '') {
      // The whole member as JSON: names and addresses have no columns, and a search of a harness may read every row.
      const like = `%${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
      rows.andWhere("LOWER(m.json) LIKE :like ESCAPE '\\'", { like });
    }
    const found = await rows.getMany();
    const last = found.length > limit ? found[limit - 1] : undefined;
    return {
      items: found.slice(0, limit).map(({ json }) => JSON.parse(json) as Member),
      ...(last ? { next: last.id } : {}),
    };
  }

  async audiences(tenant: string): Promise<readonly (Audience & { readonly members: number })[]> {
    const read = this.store.read();
    const [rows, counts] = await Promise.all([
      read.find(PlatformAudienceRow, { where: { tenant }, order: { id: 'ASC' } }),
      read
        .createQueryBuilder(PlatformAudienceMemberRow, 'm')
        .select('m.audienceId', 'id')
        .addSelect('COUNT(*)', 'count')
        .where('m.tenant = :tenant', { tenant })
        .groupBy('m.audienceId')
        .getRawMany<{ id: string; count: string | number }>(),
    ]);
    return rows.map(({ id, json }) => ({
      ...(JSON.parse(json) as Audience),
      members: Number(counts.find((count) => count.id === id)?.count ?? 0),
    }));
  }

  async eventTypes(tenant: string): Promise<readonly EventType[]> {
    const rows = await this.store
      .read()
      .find(PlatformEventTypeRow, { where: { tenant }, order: { type: 'ASC' } });
    return rows.map(({ json }) => JSON.parse(json) as EventType);
  }

  async counts(tenant: string): Promise<{ members: number; wallets: number; audiences: number }> {
    const read = this.store.read();
    const [members, wallets, audiences] = await Promise.all([
      read.countBy(PlatformMemberRow, { tenant }),
      read.countBy(PlatformWalletRow, { tenant }),
      read.countBy(PlatformAudienceRow, { tenant }),
    ]);
    return { members, wallets, audiences };
  }
}
