/** A level of this process's memory, in bytes. */
export interface MemoryLevel {
  readonly rss: number;
  readonly heapUsed: number;
}

const EVERY_MS = 50;

/** Watches this process's memory and keeps the highest levels seen. */
export class MemorySampler {
  private rss = 0;
  private heapUsed = 0;
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.sample();
    this.timer = setInterval(() => this.sample(), EVERY_MS);
  }

  /** Ends the watch. @returns the peaks */
  stop(): MemoryLevel {
    clearInterval(this.timer);
    this.sample();
    return { rss: this.rss, heapUsed: this.heapUsed };
  }

  private sample(): void {
    const { rss, heapUsed } = process.memoryUsage();
    this.rss = Math.max(this.rss, rss);
    this.heapUsed = Math.max(this.heapUsed, heapUsed);
  }
}
