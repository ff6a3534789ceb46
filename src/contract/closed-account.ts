/**
 * A member who has closed the account, and what was done of it at the vendor: the evidence. It holds the member's id and
 * keyed hashes, no personal data. Times are epoch milliseconds.
 */
export interface ClosedAccount {
  readonly memberId: string;
  readonly closedAt: number;
  /** When it was off every list that it was put on; null while it is not. */
  readonly takenOffAt: number | null;
  /** What became of the profile; null while it is being seen to. `absent`: the vendor had none. */
  readonly outcome: 'left' | 'cleared' | 'erased' | 'absent' | null;
  readonly doneAt: number | null;
  /** The vendor's id of the request that cleared or erased it. */
  readonly requestId: string | null;
  /** Attempts that came to nothing, and why the last one did. */
  readonly attempts: number;
  readonly lastCode: string | null;
  /** Keyed hashes of e-mail address and phone number, where the member had them. */
  readonly emailHash: string | null;
  readonly phoneHash: string | null;
}
