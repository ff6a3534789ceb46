import type {
  AccountSummary,
  AccountView,
  EventView,
  Health,
  JournalEntry,
  LimitChange,
  RateLimit,
} from '../../../src/harness/emulator/index.js';

/** What a benchmark asks of the emulator's `/__admin`. */
export class EmulatorAdmin {
  constructor(private readonly url: string) {}

  health(): Promise<Health> {
    return this.ask('health');
  }

  requests(since: number): Promise<readonly JournalEntry[]> {
    return this.ask(`requests?since=${since}&bodies=0`);
  }

  limits(): Promise<Readonly<Record<string, RateLimit | 'off'>>> {
    return this.ask('limits');
  }

  async changeLimits(change: LimitChange): Promise<void> {
    await this.ask('limits', change);
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

  async account(id: string): Promise<AccountView> {
    const { accounts } = await this.ask<{ accounts: AccountView[] }>(`state?account=${id}`);
    const [account] = accounts;
    if (account === undefined) throw new Error(`The emulator has no account ${id}.`);
    return account;
  }

  /** In numbers: asking costs the emulator nothing, however much it holds. */
  async summary(id: string): Promise<AccountSummary> {
    const { accounts } = await this.ask<{ accounts: AccountSummary[] }>(`state?summary=1&account=${id}`);
    const [account] = accounts;
    if (account === undefined) throw new Error(`The emulator has no account ${id}.`);
    return account;
  }

  /** All events of an account, page by page. */
  async *events(id: string): AsyncGenerator<EventView> {
    for (let cursor: string | undefined = '0'; cursor !== undefined;) {
      const page: { items: EventView[]; next?: string } = await this.ask(
        `state?account=${id}&only=events&limit=10000&cursor=${cursor}`,
      );
      yield* page.items;
      cursor = page.next;
    }
  }

  /** A new list. @returns its id */
  async makeList(account: string, name: string): Promise<string> {
    const { lists } = await this.ask<{ lists: { id: string }[] }>('lists', { account, name });
    const [list] = lists;
    if (list === undefined) throw new Error('The emulator made no list.');
    return list.id;
  }

  private async ask<T>(path: string, body?: object): Promise<T> {
    const response = await fetch(new URL(`/__admin/${path}`, this.url), {
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
