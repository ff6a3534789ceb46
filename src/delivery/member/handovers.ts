import type { EntityManager } from 'typeorm';
import {
  deleteMoving,
  dueFrom,
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

/** What of a member's former identifiers its profile has let go. */
export interface LetGo {
  readonly gone: readonly MovingIdentifierRow[];
  /** Members who want one of them. */
  readonly waiting: readonly string[];
  /** Its profile carries something else still that it has left. */
  readonly leavesMore: boolean;
}

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
   * What changes when Klaviyo's profile of a member carries what the link has of these kinds, and nothing else any more:
   * whoever wants what it has let go is looked at again. Only reads.
   */
  async readLetGo(link: LinkRow, kinds: readonly IdentifierKind[]): Promise<LetGo> {
    const { memberId, emailHash, phoneHash } = link;
    const left = await readMovingOf(this.manager, this.connectionId, 'left', [memberId]);
    const gone = left.filter(({ kind }) => kinds.includes(kind));
    const free = gone.flatMap(({ hash }) => (hash === emailHash || hash === phoneHash ? [] : [hash]));
    const waiting = await readWanting(this.manager, this.connectionId, free);
    const others = waiting.flatMap((row) => (row.memberId === memberId ? [] : row.memberId));
    return { gone, waiting: [...new Set(others)], leavesMore: gone.length < left.length };
  }

  private async look(memberIds: readonly string[], now: number): Promise<void> {
    const marks = [...new Set(memberIds)].map((memberId): NewMark => ({
      connectionId: this.connectionId,
      facet: 'profile',
      memberId,
      listId: '',
      ...dueFrom(now),
    }));
    await raiseMarks(this.manager, marks);
  }
}

const keyOf = ({ hash, role, memberId }: MovingIdentifierRow): string => `${hash}\n${role}\n${memberId}`;
