import type { Findings } from './findings.js';

/** How a run came to rest, or what it was stuck with. */
export interface Rest {
  readonly findings: Findings;
  /** Whether the time allowed without progress was over before everything was right. */
  readonly timedOut: boolean;
  /** What still waited, and what the extension says of those members; empty where nothing did. */
  readonly waiting: readonly string[];
  /** Milliseconds from the last fault to the first time that everything was right. */
  readonly ms: number;
}
