import type { ContractIssue } from '../openapi/contract-issue.js';

/** A request, or an answer of the emulator's own, that did not satisfy the contract. */
export interface Violation {
  readonly seq: number;
  readonly at: number;
  readonly side: 'request' | 'response';
  readonly account: string | null;
  readonly method: string;
  readonly path: string;
  readonly requestId: string;
  readonly issues: readonly ContractIssue[];
}

const MOST_KEPT = 1000;

/** The violations so far: the first thousand, and how many there were. */
export class ViolationBook {
  #kept: Violation[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  record(violation: Omit<Violation, 'seq'>): void {
    this.#count += 1;
    if (this.#kept.length < MOST_KEPT) this.#kept.push({ ...violation, seq: this.#count });
  }

  all(): readonly Violation[] {
    return this.#kept;
  }

  clear(): void {
    this.#kept = [];
    this.#count = 0;
  }
}
