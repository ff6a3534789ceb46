import type {
  Audience,
  Directory,
  EventType,
  Installations,
  KeysetPage,
  Member,
  Problem,
  Problems,
  Wallet,
} from '../../src/contract/index.js';

/** A platform in memory: what the extension reads, and what it tells. */
export class PlatformFixture implements Directory, Problems, Installations {
  readonly memberList: Member[] = [];
  readonly walletById = new Map<string, Wallet>();
  readonly audienceList: Audience[] = [];
  readonly audienceMembers = new Map<string, string[]>();
  readonly eventTypeList: EventType[] = [];
  readonly problems = new Map<string, Problem>();
  readonly deactivated: { installation: string; code: string }[] = [];
  /** How often wallets were read. */
  walletReads = 0;

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

  wallets(_tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, Wallet>> {
    this.walletReads += 1;
    return Promise.resolve(
      new Map(
        ids.flatMap((id) => {
          const wallet = this.walletById.get(id);
          return wallet ? [[id, wallet]] : [];
        }),
      ),
    );
  }

  memberships(_tenant: string, ids: readonly string[]) {
    const sets = new Map([...this.audienceMembers].map(([id, members]) => [id, new Set(members)]));
    const audiences = new Map(
      ids.map((id) => [id, [...sets].filter(([, members]) => members.has(id)).map(([audience]) => audience)]),
    );
    return Promise.resolve({ asOf: Date.now(), audiences });
  }

  audiences(): Promise<readonly Audience[]> {
    return Promise.resolve(this.audienceList);
  }

  eventTypes(): Promise<readonly EventType[]> {
    return Promise.resolve(this.eventTypeList);
  }

  memberPage(): Promise<KeysetPage<Member>> {
    return Promise.resolve({ items: this.memberList, asOf: Date.now() });
  }

  audiencePage(_tenant: string, audienceId: string): Promise<KeysetPage<string>> {
    return Promise.resolve({ items: this.audienceMembers.get(audienceId) ?? [], asOf: Date.now() });
  }

  raise(_tenant: string, _installation: string, problem: Problem): Promise<void> {
    this.problems.set(problem.key, problem);
    return Promise.resolve();
  }

  clear(_tenant: string, _installation: string, key: string): Promise<void> {
    this.problems.delete(key);
    return Promise.resolve();
  }

  deactivate(_tenant: string, installation: string, reason: { code: string }): Promise<void> {
    this.deactivated.push({ installation, code: reason.code });
    return Promise.resolve();
  }
}
