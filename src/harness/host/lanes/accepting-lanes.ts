import type { LaneScheduler } from '../../../contract/index.js';

/** The lanes as a process has them that accepts only: it wakes them, others run them. */
export class AcceptingLanes implements LaneScheduler {
  constructor(private readonly lanes: LaneScheduler) {}

  wake(lanes: readonly string[]): void {
    this.lanes.wake(lanes);
  }

  run(): { stop(deadline: number): Promise<void> } {
    return { stop: () => Promise.resolve() };
  }

  drain(lane: string): Promise<void> {
    return this.lanes.drain(lane);
  }

  stats(): { readonly running: number; readonly waiting: number } {
    return this.lanes.stats();
  }
}
