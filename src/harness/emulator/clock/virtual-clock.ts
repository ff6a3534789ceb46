interface Timer {
  readonly due: number;
  readonly task: () => void;
}

/** setTimeout counts in a signed 32 bit integer; a later timer is simply armed again. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/**
 * The time that the emulator lives in. Running, it is the machine's clock and an offset; frozen, it stands still
 * until it is advanced. Tasks planned with {@link VirtualClock.after} fire in the order of their times, whichever
 * way the time comes.
 *
 * @example
 * const clock = new VirtualClock({ frozenAt: Date.UTC(2026, 6, 15) });
 * clock.after(300, () => finishJob());
 * clock.advance(300); // finishes the job, nothing slept
 */
export class VirtualClock {
  #offset = 0;
  #frozenAt: number | null;
  #timers: Timer[] = [];
  #alarm: NodeJS.Timeout | null = null;

  constructor(options: { readonly frozenAt?: number } = {}) {
    this.#frozenAt = options.frozenAt ?? null;
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offset;
  }

  get offset(): number {
    return this.#frozenAt === null ? this.#offset : this.#frozenAt - Date.now();
  }

  get frozen(): boolean {
    return this.#frozenAt !== null;
  }

  /** Moves forward; every task that falls due runs at its own time. */
  advance(ms: number): void {
    this.set(this.now() + ms);
  }

  /** Moves to a time; backwards runs nothing. */
  set(epochMs: number): void {
    for (;;) {
      const next = this.#timers[0];
      if (next === undefined || next.due > epochMs) break;
      this.#timers.shift();
      if (next.due > this.now()) this.#moveTo(next.due);
      next.task();
    }
    this.#moveTo(epochMs);
    this.#arm();
  }

  /** The offset from the machine's clock, while running. */
  setOffset(ms: number): void {
    this.set(Date.now() + ms);
  }

  /** Stops the clock where it is, or lets it run on from there. */
  freeze(frozen: boolean): void {
    const now = this.now();
    this.#frozenAt = frozen ? now : null;
    this.#offset = now - Date.now();
    this.#arm();
  }

  /** Plans a task; the answer cancels it. */
  after(ms: number, task: () => void): () => void {
    const timer: Timer = { due: this.now() + ms, task };
    const later = this.#timers.findIndex((other) => other.due > timer.due);
    this.#timers.splice(later === -1 ? this.#timers.length : later, 0, timer);
    this.#arm();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Forgets every planned task. */
  close(): void {
    this.#timers = [];
    this.#disarm();
  }

  #moveTo(epochMs: number): void {
    if (this.#frozenAt === null) this.#offset = epochMs - Date.now();
    else this.#frozenAt = epochMs;
  }

  #arm(): void {
    this.#disarm();
    const next = this.#timers[0];
    if (next === undefined || this.#frozenAt !== null) return;
    const wait = Math.min(Math.max(0, next.due - this.now()), LONGEST_SLEEP_MS);
    this.#alarm = setTimeout(() => {
      this.#runDue();
    }, wait);
    this.#alarm.unref();
  }

  #runDue(): void {
    for (;;) {
      const next = this.#timers[0];
      if (next === undefined || next.due > this.now()) break;
      this.#timers.shift();
      next.task();
    }
    this.#arm();
  }

  #disarm(): void {
    if (this.#alarm !== null) clearTimeout(this.#alarm);
    this.#alarm = null;
  }
}
