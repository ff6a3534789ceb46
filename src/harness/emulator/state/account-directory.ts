import { AccountState, type AccountHead } from './account-state.js';
import type { Remember, StateRecord } from './state-record.js';

/** All accounts of the emulated Klaviyo. */
export class AccountDirectory {
  readonly #accounts = new Map<string, AccountState>();

  constructor(
    private readonly remember: Remember,
    private readonly readDelayMs: () => number,
  ) {}

  all(): readonly AccountState[] {
    return [...this.#accounts.values()];
  }

  get(id: string): AccountState | undefined {
    return this.#accounts.get(id);
  }

  /** Opens an account, or answers the one that is there. */
  open(head: AccountHead): AccountState {
    const known = this.#accounts.get(head.id);
    if (known !== undefined) return known;
    this.remember({ k: 'account', v: head });
    return this.#place(head);
  }

  clear(): void {
    this.#accounts.clear();
  }

  restore(record: StateRecord): void {
    if (record.k === 'account') {
      const head = record.v as AccountHead;
      if (!this.#accounts.has(head.id)) this.#place(head);
    } else if (record.a !== undefined) this.#accounts.get(record.a)?.restore(record);
  }

  *records(): Generator<StateRecord> {
    for (const account of this.#accounts.values()) yield* account.records();
  }

  #place(head: AccountHead): AccountState {
    const account = new AccountState(head, this.remember, this.readDelayMs);
    this.#accounts.set(head.id, account);
    return account;
  }
}
