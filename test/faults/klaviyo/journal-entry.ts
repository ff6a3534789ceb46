/** A request, as `GET /__admin/requests` shows it. */
export interface JournalEntry {
  readonly seq: number;
  /** Epoch milliseconds, when it arrived. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** 0 where no answer was given. */
  readonly status: number;
  /** The fault that it met. */
  readonly fault?: string;
  readonly body?: unknown;
}
