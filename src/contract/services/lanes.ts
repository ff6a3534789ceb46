/** Does the work of one lane until nothing is due. */
export type LaneWorker = (lane: string, signal: AbortSignal) => Promise<LaneRest>;

/** When a lane wants to be run again: at a time (epoch ms), or only when it is woken. */
export type LaneRest = { readonly until: number } | { readonly until: null };

/**
 * Schedules lanes: at any time at most one process runs a lane. It stores no work. A host with several replicas
 * offers one; without it the extension schedules in process.
 */
export interface LaneScheduler {
  /** A hint that there is work. Called after the commit; may be lost (the sweep repairs) and may be repeated. */
  wake(lanes: readonly string[]): void;
  /** Begins to run lanes. Returns what ends it: no new runs, the running ones aborted and awaited. */
  run(worker: LaneWorker): { stop(deadline: number): Promise<void> };
  /** Resolves when a lane is neither running nor woken. */
  drain(lane: string): Promise<void>;
  stats(): { readonly running: number; readonly waiting: number };
}
