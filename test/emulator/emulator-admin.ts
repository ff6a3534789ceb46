import type { ActiveFault, FaultScript } from '../../src/harness/emulator/faults/fault.js';
import type {
  AccountSummary,
  AccountView,
  EventView,
  Health,
  JournalEntry,
  LimitChange,
  RateLimit,
  Switches,
} from '../../src/harness/emulator/index.js';

/** The hand on the levers of an emulator in a process of its own: its `/__admin` over HTTP. */
export class EmulatorAdmin {
  constructor(private readonly url: string) {}

  health(): Promise<Health> {
    return this.call('GET', 'health');
  }

  requests(since: number): Promise<readonly JournalEntry[]> {
    return this.call('GET', `requests?since=${since}`);
  }

  /** The same without what was sent, which may be megabytes. */
  requestsAlone(since: number): Promise<readonly JournalEntry[]> {
    return this.call('GET', `requests?since=${since}&bodies=0`);
  }

  violations(): Promise<{
    readonly contract: string;
    readonly count: number;
    readonly violations: object[];
  }> {
    return this.call('GET', 'violations');
  }

  async set(switches: Partial<Switches>): Promise<void> {
    await this.call('POST', 'switches', switches);
  }

  faults(): Promise<readonly ActiveFault[]> {
    return this.call('GET', 'faults');
  }

  post(fault: FaultScript): Promise<ActiveFault> {
    return this.call('POST', 'faults', fault);
  }

  async dropFault(id: string): Promise<void> {
    await this.call('DELETE', `faults/${id}`);
  }

  async dropFaults(): Promise<void> {
    await this.call('DELETE', 'faults');
  }

  /** What a marketer does by hand: profiles put on a list, made where they are new. @returns their ids */
  async putOnList(account: string, list: string, emails: readonly string[]): Promise<readonly string[]> {
    const { ids } = await this.call<{ ids: readonly string[] }>('POST', `lists/${list}/members`, {
      account,
      profiles: emails.map((email) => ({ email })),
    });
    return ids;
  }

  limits(): Promise<Readonly<Record<string, RateLimit | 'off'>>> {
    return this.call('GET', 'limits');
  }

  async changeLimits(change: LimitChange): Promise<void> {
    await this.call('POST', 'limits', change);
  }

  /**
   * Limits so high that nothing meets them. Lifting them altogether would take their headers away too, and whoever
   * learns its limits from the headers would go on with those that Klaviyo publishes.
   */
  liftLimits(): Promise<void> {
    return this.changeLimits({ burst: 100_000, steady: 6_000_000 });
  }

  /** The limits that Klaviyo publishes. */
  restoreLimits(): Promise<void> {
    return this.changeLimits({ off: false });
  }

  /** All of an account; a test may name what it looks at of it. */
  async account<T extends object = AccountView>(id: string): Promise<T> {
    const { accounts } = await this.call<{ accounts: T[] }>('GET', `state?account=${id}`);
    const [account] = accounts;
    if (account === undefined) throw new Error(`The emulator has no account ${id}.`);
    return account;
  }

  /** In numbers: asking costs the emulator nothing, however much it holds. */
  async summary(id: string): Promise<AccountSummary> {
    const { accounts } = await this.call<{ accounts: AccountSummary[] }>(
      'GET',
      `state?summary=1&account=${id}`,
    );
    const [account] = accounts;
    if (account === undefined) throw new Error(`The emulator has no account ${id}.`);
    return account;
  }

  /** All events of an account, page by page. */
  async *events(id: string): AsyncGenerator<EventView> {
    for (let cursor: string | undefined = '0'; cursor !== undefined;) {
      const page: { items: EventView[]; next?: string } = await this.call(
        'GET',
        `state?account=${id}&only=events&limit=10000&cursor=${cursor}`,
      );
      yield* page.items;
      cursor = page.next;
    }
  }

  /** A new list. @returns its id */
  async makeList(account: string, name: string): Promise<string> {
    const { lists } = await this.call<{ lists: { id: string }[] }>('POST', 'lists', { account, name });
    const [list] = lists;
    if (list === undefined) throw new Error('The emulator made no list.');
    return list.id;
  }

  private async call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
    const response = await fetch(new URL(`/__admin/${path}`, this.url), {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
