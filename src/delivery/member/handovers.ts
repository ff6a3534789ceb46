import type { EntityManager } from 'typeorm';
import {
  deleteMoving,
  type IdentifierKind,
  insertMoving,
  type LinkRow,
  type MovingIdentifierRow,
  type NewMark,
  raiseMarks,
  readMovingOf,
  readWanting,
} from '../../store/index.js';
import type { ClaimDecision } from './decide-claim.js';

/** Identifiers that change hands between the members of one connection: who has left one, who wants it, who is told. */
export class Handovers {
  constructor(
    private readonly manager: EntityManager,
    private readonly connectionId: string,
  ) {}

  /**
   * Records what the decided claims leave and want. Who has merely left what is wanted is looked at again, to let it go.
   *
   * @param leavers of what is wanted: member id by hash
   * @param now epoch ms
   */
  async record(
    decisions: readonly ClaimDecision[],
    leavers: ReadonlyMap<string, string>,
    now: number,
  ): Promise<void> {
    const members = decisions.flatMap(({ link, isNew }) => (isNew ? [] : [link.memberId]));
    const before = await readMovingOf(this.manager, this.connectionId, 'wanted', members);
    const rows = (role: 'left' | 'wanted'): MovingIdentifierRow[] =>
      decisions.flatMap(({ link: { memberId }, [role]: some }) =>
        some.map((identifier) => ({ ...identifier, role, memberId })),
      );
    const wanted = rows('wanted');
    const stands = new Set(before.map(keyOf));
    const wants = new Set(wanted.map(keyOf));
    await deleteMoving(
      this.manager,
      this.connectionId,
      before.filter((row) => !wants.has(keyOf(row))),
    );
    const fresh = wanted.filter((row) => !stands.has(keyOf(row)));
    await insertMoving(this.manager, this.connectionId, [...rows('left'), ...fresh]);
    await this.look(
      fresh.flatMap(({ hash }) => leavers.get(hash) ?? []),
      now,
    );
  }

  /** By member id, what its profile carries still although it has left it, and somebody else wants. */
  async wantedOf(memberIds: readonly string[]): Promise<ReadonlyMap<string, readonly IdentifierKind[]>> {
    const left = await readMovingOf(this.manager, this.connectionId, 'left', memberIds);
    const hashes = left.map(({ hash }) => hash);
    const wanted = await readWanting(this.manager, this.connectionId, hashes);
    const kinds = new Map<string, IdentifierKind[]>();
    for (const { memberId, hash, kind } of left) {
      const others = wanted.filter((row) => row.hash === hash && row.memberId !== memberId);
      if (others.length > 0) kinds.set(memberId, [...(kinds.get(memberId) ?? []), kind]);
    }
    return kinds;
  }

  /**
   * Klaviyo's profile of a member carries what the link has of these kinds, and nothing else any more: whoever wants what
   * it has let go is looked at again.
   *
   * @returns the link, with the time since which it leaves something else still
   */
  async letGo(link: LinkRow, kinds: readonly IdentifierKind[], now: number): Promise<LinkRow> {
    const { memberId, emailHash, phoneHash } = link;
    const left = await readMovingOf(this.manager, this.connectionId, 'left', [memberId]);
    const gone = left.filter(({ kind }) => kinds.includes(kind));
    await deleteMoving(this.manager, this.connectionId, gone);
    const free = gone.flatMap(({ hash }) => (hash === emailHash || hash === phoneHash ? [] : [hash]));
    const waiting = await readWanting(this.manager, this.connectionId, free);
    await this.look(
      waiting.flatMap((row) => (row.memberId === memberId ? [] : row.memberId)),
      now,
    );
    return { ...link, leavingSince: gone.length < left.length ? link.leavingSince : 0 };
  }

  private async look(memberIds: readonly string[], now: number): Promise<void> {
    const marks = [...new Set(memberIds)].map((memberId): NewMark => ({
      connectionId: this.connectionId,
      facet: 'profile',
      memberId,
      listId: '',
      markedAt: now,
      notBefore: now,
      lookUntil: 0,
    }));
    await raiseMarks(this.manager, marks);
  }
}

const keyOf = ({ hash, role, memberId }: MovingIdentifierRow): string => `${hash}\n${role}\n${memberId}`;
