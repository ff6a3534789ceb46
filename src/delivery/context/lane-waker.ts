import type { LaneScheduler } from '../../contract/index.js';

/** Tells that a lane has work: the scheduler, and a run that is under way. Called after the commit, never inside it. */
export class LaneWaker {
  private readonly pokes = new Map<string, () => void>();

  constructor(private readonly scheduler: LaneScheduler) {}

  wake(lane: string): void {
    const poke = this.pokes.get(lane);
    // A running lane loads again; if it is just ending, the scheduler runs it once more.
    if (poke) poke();
    this.scheduler.wake([lane]);
  }

  /** Whether other lanes wait for their turn. */
  othersWait(): boolean {
    return this.scheduler.stats().waiting > 0;
  }

  /** A run registers what is called while it lasts. */
  listen(lane: string, poke: () => void): () => void {
    this.pokes.set(lane, poke);
    return () => {
      if (this.pokes.get(lane) === poke) this.pokes.delete(lane);
    };
  }
}
