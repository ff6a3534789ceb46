import type { DeadLetter } from '../../../src/contract/index.js';
import type { AccountState } from '../klaviyo/account-state.js';

type Noted = Pick<DeadLetter, 'id' | 'kind' | 'code' | 'message' | 'at' | 'attempts'>;

/**
 * The dead letters of a run. A profile that failed in an import job by a fault may have become one by design, and is
 * replayed; every other should not be there.
 */
export class LetterBook {
  /** How many there were, by kind and code. */
  readonly codes = new Map<string, number>();
  private readonly known = new Set<string>();
  private states = 0;
  private readonly wrong: string[] = [];

  note(letters: readonly Noted[]): void {
    for (const letter of letters) {
      const { id, kind, code, message, at, attempts } = letter;
      // One letter is seen by several readings; buried again after a replay it is another.
      const key = `${id} ${at}`;
      if (this.known.has(key)) continue;
      this.known.add(key);
      this.codes.set(`${kind} ${code}`, (this.codes.get(`${kind} ${code}`) ?? 0) + 1);
      if (kind === 'state') this.states += 1;
      else this.wrong.push(`${id} after ${attempts} attempts: ${code}, ${message}`);
    }
  }

  /** The letters that no fault explains. */
  unexplained(jobs: AccountState['jobs']): readonly string[] {
    const failed = jobs.reduce((sum, job) => sum + job.failed, 0);
    // A failed profile stands for two marks at most: the member's profile and its points.
    if (this.states <= 2 * failed) return this.wrong;
    return [
      ...this.wrong,
      `${this.states} states were given up on, and import jobs failed ${failed} profiles: ${this.summary()}`,
    ];
  }

  private summary(): string {
    return [...this.codes].map(([code, count]) => `${count} ${code}`).join(', ');
  }
}
