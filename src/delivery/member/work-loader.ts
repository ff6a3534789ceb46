import { inject, injectable } from 'inversify';
import {
  type Clock,
  type Directory,
  HOST,
  type LoyaltyEvent,
  type Member,
  type Store,
} from '../../contract/index.js';
import {
  type LinkRow,
  type MarkRow,
  readEvents,
  readLinks,
  readMarks,
  readTombstones,
  type TombstoneRow,
} from '../../store/index.js';
import { groupBy } from '../kit/group-by.js';
import type { LaneContext } from '../context/lane-context.js';
import { inChunks } from '../kit/in-chunks.js';
import { closingOf, referencesOf } from './closing-of.js';
import type { Memberships, MemberWork, OutboxEvent } from './member-work.js';

/** Of whom, and how many of its events. */
export interface Wanted {
  readonly key: string;
  readonly references: Iterable<string>;
  readonly eventIds: readonly string[];
}

/** Whose work, and what of it matters. */
export type WorkScope = Pick<LaneContext, 'connectionId' | 'tenant' | 'settings'>;

/** Reads what a request needs of its members: rows first, the platform's values after. */
@injectable()
export class WorkLoader {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.clock) private readonly clock: Clock,
  ) {}

  /**
   * A change that comes between reading a mark and reading its value has raised the mark's version: it is sent again.
   *
   * @returns in the order of `wanted`
   */
  async load(lane: WorkScope, wanted: readonly Wanted[]): Promise<MemberWork[]> {
    const keys = wanted.map(({ key }) => key);
    const references = new Map<string, string>();
    for (const { key, references: all } of wanted) {
      references.set(key, key);
      for (const reference of all) references.set(reference, key);
    }
    const [marks, links, events] = await Promise.all([
      this.marks(lane.connectionId, references),
      this.links(lane.connectionId, keys),
      this.events(
        lane.connectionId,
        wanted.flatMap(({ eventIds }) => eventIds),
      ),
    ]);
    const readAt = this.clock.now();
    const members = await this.members(lane.tenant, keys);
    const known = [...members.keys()];
    const people = wanted.map((one) => ({ ...one, member: members.get(one.key) ?? null }));
    const [wallets, memberships, tombstones] = await Promise.all([
      inChunks(known, (ids) => this.directory.wallets(lane.tenant, ids)),
      this.memberships(lane, known),
      this.tombstones(lane.connectionId, people.flatMap(referencesOf)),
    ]);
    const walletOf = new Map(wallets.flatMap((some) => [...some]));
    return people.map(({ key, references: own, eventIds, member }) => ({
      key,
      member,
      wallet: walletOf.get(key) ?? null,
      readAt,
      memberships: memberships?.get(key) ?? null,
      closing: closingOf({ key, references: own, member }, tombstones),
      link: links.get(key) ?? null,
      marks: marks.get(key) ?? [],
      events: eventIds.flatMap((eventId) => events.get(eventId) ?? []).toSorted((a, b) => a.seq - b.seq),
    }));
  }

  /** By member id. A key that is no member's id is asked for all the same: it may be a reference. */
  private async members(tenant: string, keys: readonly string[]): Promise<Map<string, Member>> {
    const pages = await inChunks(keys, (some) => this.directory.members(tenant, some));
    return new Map(pages.flatMap((page) => [...page]).map(([key, member]) => [key, member]));
  }

  private async memberships(
    { tenant, settings }: WorkScope,
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, Memberships> | null> {
    const mapped = new Set(settings.audiences.map(({ audienceId }) => audienceId));
    if (mapped.size === 0) return null;
    const all = await this.directory.audiences(tenant);
    const names = new Map(all.filter(({ id }) => mapped.has(id)).map(({ id, name }) => [id, name]));
    const pages = await inChunks(memberIds, (some) => this.directory.memberships(tenant, some));
    const found = new Map<string, Memberships>();
    for (const { asOf, audiences } of pages) {
      for (const [memberId, audienceIds] of audiences) {
        const known = audienceIds.flatMap((id) => names.get(id) ?? []);
        found.set(memberId, { asOf, audienceIds, names: known });
      }
    }
    const asOf = Math.min(...pages.map((page) => page.asOf));
    // In no audience at all: the answer says nothing of such a member.
    for (const memberId of memberIds) {
      if (!found.has(memberId)) found.set(memberId, { asOf, audienceIds: [], names: [] });
    }
    return found;
  }

  private async marks(
    connectionId: string,
    references: ReadonlyMap<string, string>,
  ): Promise<Map<string, MarkRow[]>> {
    const marks = await readMarks(this.store.read(), connectionId, [...references.keys()]);
    return groupBy(marks, ({ memberId }) => references.get(memberId) ?? memberId);
  }

  private async tombstones(
    connectionId: string,
    references: readonly string[],
  ): Promise<ReadonlyMap<string, TombstoneRow>> {
    const rows = await readTombstones(this.store.read(), connectionId, references);
    return new Map(rows.map((row) => [row.reference, row]));
  }

  private async links(connectionId: string, keys: readonly string[]): Promise<Map<string, LinkRow>> {
    const links = await readLinks(this.store.read(), connectionId, keys);
    return new Map(links.map((link) => [link.memberId, link]));
  }

  private async events(connectionId: string, eventIds: readonly string[]): Promise<Map<string, OutboxEvent>> {
    const events = await readEvents(this.store.read(), connectionId, eventIds);
    return new Map(
      events.map((stored) => [stored.eventId, { ...stored, event: JSON.parse(stored.body) as LoyaltyEvent }]),
    );
  }
}
