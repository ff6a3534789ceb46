import { inject, injectable } from 'inversify';
import { In, MoreThanOrEqual } from 'typeorm';
import { type Directory, HOST, type LoyaltyEvent, type Member, type Store } from '../contract/index.js';
import { EventOutboxEntity, ProfileLinkEntity, StateMarkEntity } from '../store/index.js';
import type { LaneContext } from './lane-context.js';
import type { MemberWork, OutboxEvent } from './member-work.js';

/** Rows of each kind in one load at most; the directory answers up to 1000 keys at once. */
const MOST_ROWS = 400;
/** Rows loaded for each member that can be taken up: several may be of one member. */
const ROWS_A_MEMBER = 4;
/** Subjects whose first event waits for its retry, so that later ones do not overtake it. */
const BLOCKED = 5_000;

/** Whose work is loaded. */
type Lane = Pick<LaneContext, 'connectionId' | 'tenant' | 'settings'>;

/** Loads what is due in a lane and resolves it to members. */
@injectable()
export class WorkLoader {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.directory) private readonly directory: Directory,
  ) {}

  /**
   * Rows first, the platform's data after: a change that comes between the two has raised the mark's version, and is
   * sent again.
   *
   * @param inFlight keys and references of members that are being worked on
   * @param room how many members can be taken up
   */
  async load(lane: Lane, now: number, inFlight: ReadonlySet<string>, room: number): Promise<MemberWork[]> {
    const limit = Math.min(MOST_ROWS, room * ROWS_A_MEMBER + inFlight.size);
    const blocked = await this.blocked(lane.connectionId, now);
    const events = await this.events(lane.connectionId, now, new Set([...inFlight, ...blocked]), limit);
    const marks = (await this.marks(lane.connectionId, now, limit)).filter(
      (mark) => !inFlight.has(mark.memberId),
    );
    const references = new Set([
      ...events.map(({ row }) => row.subject),
      ...marks.map((mark) => mark.memberId),
    ]);
    if (references.size === 0) return [];

    const members = await this.directory.members(lane.tenant, [...references]);
    const keyOf = (reference: string): string => members.get(reference)?.id ?? reference;
    const keys = [...new Set([...references].map(keyOf))].filter((key) => !inFlight.has(key));
    if (keys.length === 0) return [];
    const known = new Map<string, Member>([...members.values()].map((member) => [member.id, member]));
    const [wallets, audiences, links] = await Promise.all([
      this.directory.wallets(lane.tenant, [...known.keys()]),
      this.audiences(lane, [...known.keys()]),
      this.links(lane.connectionId, keys),
    ]);
    const blockedKeys = new Set([...blocked].map(keyOf));
    return keys.map((key) => ({
      key,
      member: known.get(key) ?? null,
      wallet: wallets.get(key) ?? null,
      audiences: audiences && (audiences.get(key) ?? []),
      link: links.get(key) ?? null,
      marks: marks.filter((mark) => keyOf(mark.memberId) === key),
      events: blockedKeys.has(key) ? [] : events.filter(({ row }) => keyOf(row.subject) === key),
    }));
  }

  /**
   * When the lane has to be looked at next, epoch ms: the earliest time after `after` at which something is due; null
   * when nothing waits. With `after` 0 something that is due already counts too.
   */
  async nextDue(connectionId: string, after: number): Promise<number | null> {
    const manager = this.store.read();
    const waiting = { connectionId, notBefore: MoreThanOrEqual(after) };
    const [event, mark] = await Promise.all([
      manager.getRepository(EventOutboxEntity).minimum('notBefore', waiting),
      manager.getRepository(StateMarkEntity).minimum('notBefore', waiting),
    ]);
    const due = [event, mark].filter((at) => at !== null).map(Number);
    return due.length === 0 ? null : Math.min(...due);
  }

  private async events(
    connectionId: string,
    now: number,
    without: ReadonlySet<string>,
    limit: number,
  ): Promise<OutboxEvent[]> {
    const query = this.store
      .read()
      .getRepository(EventOutboxEntity)
      .createQueryBuilder('o')
      .where('o.connectionId = :connectionId', { connectionId })
      .andWhere('o.notBefore <= :now', { now })
      .orderBy('o.seq', 'ASC')
      .limit(limit);
    if (without.size > 0) query.andWhere('o.subject NOT IN (:...without)', { without: [...without] });
    const rows = await query.getMany();
    return rows.map((row) => ({ row, event: JSON.parse(row.body) as LoyaltyEvent }));
  }

  private async blocked(connectionId: string, now: number): Promise<Set<string>> {
    const rows = await this.store
      .read()
      .getRepository(EventOutboxEntity)
      .createQueryBuilder('o')
      .select('DISTINCT o.subject', 'subject')
      .where('o.connectionId = :connectionId', { connectionId })
      .andWhere('o.notBefore > :now', { now })
      .limit(BLOCKED)
      .getRawMany<{ subject: string }>();
    return new Set(rows.map((row) => row.subject));
  }

  private async marks(connectionId: string, now: number, limit: number): Promise<StateMarkEntity[]> {
    return this.store
      .read()
      .getRepository(StateMarkEntity)
      .createQueryBuilder('m')
      .where('m.connectionId = :connectionId', { connectionId })
      .andWhere('m.notBefore <= :now', { now })
      .orderBy('m.notBefore', 'ASC')
      .addOrderBy('m.markedAt', 'ASC')
      .limit(limit)
      .getMany();
  }

  private async audiences(
    { tenant, settings }: Lane,
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]> | null> {
    const mapped = new Set(settings.audiences.map(({ audienceId }) => audienceId));
    if (mapped.size === 0) return null;
    const [all, memberships] = await Promise.all([
      this.directory.audiences(tenant),
      this.directory.memberships(tenant, memberIds),
    ]);
    const names = new Map(all.filter(({ id }) => mapped.has(id)).map(({ id, name }) => [id, name]));
    return new Map(
      [...memberships.audiences].map(([memberId, ids]) => [
        memberId,
        ids.flatMap((id) => names.get(id) ?? []),
      ]),
    );
  }

  private async links(
    connectionId: string,
    keys: readonly string[],
  ): Promise<Map<string, ProfileLinkEntity>> {
    const rows = await this.store
      .read()
      .getRepository(ProfileLinkEntity)
      .findBy({ connectionId, memberId: In([...keys]) });
    return new Map(rows.map((row) => [row.memberId, row]));
  }
}
