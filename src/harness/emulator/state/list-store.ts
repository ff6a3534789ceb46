import { shortId } from './id-source.js';
import { Sequence } from './sequence.js';
import type { Remember, StateRecord } from './state-record.js';

/** A list, without its members. */
export interface ListHead {
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly optIn: 'single_opt_in' | 'double_opt_in';
  readonly created: number;
  readonly updated: number;
  /** How many members were ever added: each one would have started the list's flows. */
  readonly additions: number;
}

/** One membership. */
export interface Membership {
  readonly profileId: string;
  readonly seq: number;
  readonly joinedAt: number;
}

interface ListBody {
  head: ListHead;
  readonly members: Map<string, Membership>;
  readonly order: Sequence<Membership>;
  /** Who left, and when: only kept while reads lag behind. */
  readonly departed: Map<string, Membership & { readonly leftAt: number }>;
}

/** The lists of one account and who is on them. */
export class ListStore {
  readonly #lists = new Map<string, ListBody>();
  /** The lists that a profile is on, so that removing a profile needs no search. */
  readonly #listsOf = new Map<string, Set<string>>();
  #seq = 0;

  constructor(
    private readonly account: string,
    private readonly remember: Remember,
    private readonly keepVersionsMs: () => number,
  ) {}

  heads(): readonly ListHead[] {
    return [...this.#lists.values()].map((list) => list.head);
  }

  head(id: string): ListHead | undefined {
    return this.#lists.get(id)?.head;
  }

  create(name: string, optIn: ListHead['optIn'], now: number): ListHead {
    this.#seq += 1;
    const head: ListHead = {
      id: shortId(),
      seq: this.#seq,
      name,
      optIn,
      created: now,
      updated: now,
      additions: 0,
    };
    this.#place(head);
    this.remember({ k: 'list', a: this.account, v: head });
    return head;
  }

  change(id: string, changes: Partial<Pick<ListHead, 'name' | 'optIn'>>, now: number): ListHead | undefined {
    const list = this.#lists.get(id);
    if (list === undefined) return undefined;
    list.head = { ...list.head, ...changes, updated: now };
    this.remember({ k: 'list', a: this.account, v: list.head });
    return list.head;
  }

  delete(id: string): boolean {
    const removed = this.#displace(id);
    if (removed) this.remember({ k: '-list', a: this.account, id });
    return removed;
  }

  isMember(id: string, profileId: string): boolean {
    return this.#lists.get(id)?.members.has(profileId) ?? false;
  }

  memberCount(id: string): number {
    return this.#lists.get(id)?.members.size ?? 0;
  }

  members(id: string): Iterable<Membership> {
    return this.#lists.get(id)?.members.values() ?? [];
  }

  /**
   * The members in the order in which they joined, from behind a place in it.
   *
   * @param at as they were then, not longer ago than versions are kept; now where it is left out
   */
  *membersAfter(id: string, seq: number, at = Infinity): Generator<Membership> {
    const list = this.#lists.get(id);
    if (list === undefined) return;
    const left = [...list.departed.values()]
      .filter((member) => member.seq > seq && member.joinedAt <= at && member.leftAt > at)
      .sort((one, other) => one.seq - other.seq);
    let next = 0;
    for (const member of list.order.after(seq)) {
      for (; (left[next]?.seq ?? Infinity) < member.seq; next += 1) yield left[next] as Membership;
      if (member.joinedAt <= at) yield member;
    }
    yield* left.slice(next);
  }

  listsOf(profileId: string): readonly string[] {
    return [...(this.#listsOf.get(profileId) ?? [])];
  }

  /** Adds a profile; false where it was a member already. */
  join(id: string, profileId: string, now: number): boolean {
    const list = this.#lists.get(id);
    if (list === undefined || list.members.has(profileId)) return false;
    this.#seq += 1;
    const membership = { profileId, seq: this.#seq, joinedAt: now };
    this.#placeMember(list, membership);
    this.remember({ k: 'member', a: this.account, id, v: membership });
    return true;
  }

  /** Removes a profile; false where it was no member. */
  leave(id: string, profileId: string, now: number): boolean {
    const list = this.#lists.get(id);
    const membership = list?.members.get(profileId);
    if (list === undefined || membership === undefined) return false;
    if (this.keepVersionsMs() > 0) list.departed.set(profileId, { ...membership, leftAt: now });
    this.#displaceMember(list, profileId);
    this.remember({ k: '-member', a: this.account, id, to: profileId });
    return true;
  }

  /** Removes a profile from every list. */
  forget(profileId: string): void {
    for (const id of this.listsOf(profileId)) {
      const list = this.#lists.get(id);
      if (list !== undefined) this.#displaceMember(list, profileId);
      this.remember({ k: '-member', a: this.account, id, to: profileId });
    }
  }

  restore(record: StateRecord): boolean {
    const list = this.#lists.get(record.id ?? '');
    if (record.k === 'list') this.#place(record.v as ListHead);
    else if (record.k === '-list') this.#displace(record.id ?? '');
    else if (record.k === 'member') {
      if (list !== undefined) this.#placeMember(list, record.v as Membership);
    } else if (record.k === '-member') {
      if (list !== undefined) this.#displaceMember(list, record.to ?? '');
    } else return false;
    return true;
  }

  *records(): Generator<StateRecord> {
    for (const list of this.#lists.values()) {
      // Replaying the members counts them as additions again.
      const additions = list.head.additions - list.members.size;
      yield { k: 'list', a: this.account, v: { ...list.head, additions } };
      for (const membership of list.members.values()) {
        yield { k: 'member', a: this.account, id: list.head.id, v: membership };
      }
    }
  }

  #place(head: ListHead): void {
    this.#seq = Math.max(this.#seq, head.seq);
    const known = this.#lists.get(head.id);
    if (known !== undefined) {
      known.head = head;
      return;
    }
    const body = { head, members: new Map(), order: new Sequence<Membership>(), departed: new Map() };
    this.#lists.set(head.id, body);
  }

  #displace(id: string): boolean {
    const list = this.#lists.get(id);
    if (list === undefined) return false;
    for (const profileId of list.members.keys()) this.#listsOf.get(profileId)?.delete(id);
    return this.#lists.delete(id);
  }

  #placeMember(list: ListBody, membership: Membership): void {
    this.#seq = Math.max(this.#seq, membership.seq);
    list.head = { ...list.head, additions: list.head.additions + 1 };
    list.members.set(membership.profileId, membership);
    list.order.set(membership);
    list.departed.delete(membership.profileId);
    const lists = this.#listsOf.get(membership.profileId) ?? new Set();
    lists.add(list.head.id);
    this.#listsOf.set(membership.profileId, lists);
  }

  #displaceMember(list: ListBody, profileId: string): void {
    const membership = list.members.get(profileId);
    if (membership !== undefined) list.order.delete(membership.seq);
    list.members.delete(profileId);
    this.#listsOf.get(profileId)?.delete(list.head.id);
  }
}
