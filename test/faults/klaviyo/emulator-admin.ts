import type { ActiveFault, FaultScript } from '../../../src/harness/emulator/faults/fault.js';
import type { Switches } from '../../../src/harness/emulator/switches/switches.js';
import type { AccountState } from './account-state.js';
import type { JournalEntry } from './journal-entry.js';

/** The hand on the emulator's levers: its admin surface over HTTP. */
export class EmulatorAdmin {
  constructor(private readonly url: string) {}

  async account(id: string): Promise<AccountState> {
    const { accounts } = await this.call<{ accounts: readonly AccountState[] }>('GET', `state?account=${id}`);
    const [account] = accounts;
    if (!account) throw new Error(`the emulator has no account ${id}`);
    return account;
  }

  requests(since: number): Promise<readonly JournalEntry[]> {
    return this.call('GET', `requests?since=${since}`);
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

  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(new URL(`/__admin/${path}`, this.url), {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the emulator's ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}
