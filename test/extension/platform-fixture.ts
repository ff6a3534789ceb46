import type {
  Audience,
  Clock,
  Directory,
  DirectoryCounts,
  EventQuery,
  EventType,
  ExportPart,
  Exports,
  Installations,
  JsonObject,
  KeysetPage,
  KeysetQuery,
  LoyaltyEvent,
  Member,
  Problem,
  Problems,
  Wallet,
} from '../../src/contract/index.js';

/** A platform in memory: what the extension reads, and what it tells. */
export class PlatformFixture implements Directory, Problems, Installations, Exports {
  readonly memberList: Member[] = [];
  readonly walletById = new Map<string, Wallet>();
  readonly audienceList: Audience[] = [];
  readonly audienceMembers = new Map<string, string[]>();
  readonly eventTypeList: EventType[] = [];
  /** Events of the past. */
  readonly history: LoyaltyEvent[] = [];
  readonly problems = new Map<string, Problem>();
  readonly deactivated: { installation: string; code: string }[] = [];
  /** What was exported, by installation, run and part. */
  readonly exported = new Map<string, readonly JsonObject[]>();
  /** What telling the host comes to; a test may let it fail. */
  hears: () => Promise<void> = () => Promise.resolve();
  /** How often wallets were read. */
  walletReads = 0;
  /** What an answer about these members' wallets waits for. */
  walletsWait: (ids: readonly string[]) => Promise<void> = () => Promise.resolve();
  /** What a page of past events waits for. */
  historyWaits: Promise<void> = Promise.resolve();

  constructor(private readonly clock: Clock) {}

  addMember(member: Member, wallet?: Omit<Wallet, 'memberId'>): void {
    this.memberList.push(member);
    if (wallet) this.setWallet({ memberId: member.id, ...wallet });
  }

  changeMember(id: string, change: Partial<Member>): void {
    const index = this.memberList.findIndex((member) => member.id === id);
    this.memberList[index] = { ...this.memberList[index]!, ...change };
  }

  setWallet(wallet: Wallet): void {
    this.walletById.set(wallet.memberId, wallet);
  }

  members(_tenant: string, references: readonly string[]): Promise<ReadonlyMap<string, Member>> {
    const byReference = new Map<string, Member>();
    for (const member of this.memberList) {
      for (const reference of [member.authIdentifier, member.accountNumber, member.id]) {
        if (reference) byReference.set(reference, member);
      }
    }
    const found = references.flatMap((reference): [string, Member][] => {
      const member = byReference.get(reference);
      return member ? [[reference, member]] : [];
    });
    return Promise.resolve(new Map(found));
  }

  async wallets(_tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, Wallet>> {
    this.walletReads += 1;
    await this.walletsWait(ids);
    return new Map(
      ids.flatMap((id) => {
        const wallet = this.walletById.get(id);
        return wallet ? [[id, wallet]] : [];
      }),
    );
  }

  memberships(_tenant: string, ids: readonly string[]) {
    const sets = new Map([...this.audienceMembers].map(([id, members]) => [id, new Set(members)]));
    const audiences = new Map(
      ids.map((id) => [id, [...sets].filter(([, members]) => members.has(id)).map(([audience]) => audience)]),
    );
    return Promise.resolve({ asOf: this.clock.now(), audiences });
  }

  audiences(): Promise<readonly Audience[]> {
    return Promise.resolve(this.audienceList);
  }

  eventTypes(): Promise<readonly EventType[]> {
    return Promise.resolve(this.eventTypeList);
  }

  memberPage(_tenant: string, query: KeysetQuery): Promise<KeysetPage<Member>> {
    return Promise.resolve(this.page(this.memberList, query, ({ id }) => id));
  }

  audiencePage(_tenant: string, audienceId: string, query: KeysetQuery): Promise<KeysetPage<string>> {
    return Promise.resolve(this.page(this.audienceMembers.get(audienceId) ?? [], query, (id) => id));
  }

  counts(_tenant: string, audienceIds: readonly string[]): Promise<DirectoryCounts> {
    const audiences = new Map(audienceIds.map((id) => [id, this.audienceMembers.get(id)?.length ?? 0]));
    return Promise.resolve({ members: this.memberList.length, audiences });
  }

  async eventPage(_tenant: string, query: EventQuery): Promise<KeysetPage<LoyaltyEvent>> {
    await this.historyWaits;
    return this.page(this.historyIn(query), query, (event) => `${timeOf(event)}:${event.id}`);
  }

  eventCount(_tenant: string, range: Pick<EventQuery, 'from' | 'until'>): Promise<number> {
    return Promise.resolve(this.historyIn(range).length);
  }

  /** A page in the order of the keys, as the host's tables give it. */
  private page<T>(all: readonly T[], { after, limit }: KeysetQuery, key: (item: T) => string): KeysetPage<T> {
    const rest = all
      .filter((item) => after === undefined || key(item) > after)
      .sort((one, other) => (key(one) < key(other) ? -1 : 1));
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    const next = rest.length > limit && last !== undefined ? { next: key(last) } : {};
    return { items, ...next, asOf: this.clock.now() };
  }

  private historyIn({ from, until }: Pick<EventQuery, 'from' | 'until'>): LoyaltyEvent[] {
    return this.history.filter((event) => timeOf(event) >= from && timeOf(event) < until);
  }

  async raise(_tenant: string, _installation: string, problem: Problem): Promise<void> {
    await this.hears();
    this.problems.set(problem.key, problem);
  }

  async clear(_tenant: string, _installation: string, key: string): Promise<void> {
    await this.hears();
    this.problems.delete(key);
  }

  async deactivate(_tenant: string, installation: string, reason: { code: string }): Promise<void> {
    await this.hears();
    this.deactivated.push({ installation, code: reason.code });
  }

  put(_tenant: string, installation: string, { runId, part, items }: ExportPart): Promise<void> {
    this.exported.set(`${installation}/${runId}/${part}`, items);
    return Promise.resolve();
  }

  /** Ids of exported events, sorted. */
  exportedIds(): readonly string[] {
    return [...this.exported.values()]
      .flat()
      .map(({ id }) => id as string)
      .sort();
  }
}

function timeOf({ occurredAt, reportedAt }: LoyaltyEvent): number {
  return Date.parse(occurredAt ?? reportedAt ?? '');
}
