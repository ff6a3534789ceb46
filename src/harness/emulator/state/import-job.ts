import type { ApiProblem } from '../http/api-error.js';
import type { JsonObject } from '../json.js';

/** One profile of an import job that could not be taken. */
export interface ImportError {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly pointer: string;
  readonly payload: JsonObject;
}

/** What a fault has planned for a job. */
export interface JobFate {
  readonly cancelled?: boolean;
  /** True where it is worked on for ever. */
  readonly endless?: boolean;
  /** How long it takes on the emulator's clock, in place of the switch `jobDelayMs`. */
  readonly lastsMs?: number;
  /** How many profiles fail, from the first on. */
  readonly failing?: number;
  /** Which profiles fail, by their place in the body. */
  readonly indexes?: readonly number[];
  readonly code?: string;
  readonly detail?: string;
}

/** A bulk import of profiles. Times in epoch milliseconds. */
export interface ImportJob {
  readonly id: string;
  readonly seq: number;
  readonly status: 'queued' | 'processing' | 'complete' | 'cancelled';
  readonly created: number;
  readonly started: number | null;
  readonly completed: number | null;
  readonly expires: number;
  readonly total: number;
  readonly completedCount: number;
  readonly failedCount: number;
  readonly lists: readonly string[];
  /** What is still to be taken in; empty once the job has ended. */
  readonly pending: readonly JsonObject[];
  /** What is wrong with some of them, by their place: seen when the job was taken, told when it ends. */
  readonly refused: Readonly<Record<number, ApiProblem>>;
  readonly errors: readonly ImportError[];
  readonly profileIds: readonly string[];
  readonly fate: JobFate | null;
}
