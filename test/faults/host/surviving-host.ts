import { sleep } from '../sleep.js';
import type { CommandName, HostCommands } from './host-commands.js';
import { HostGone } from './host-gone.js';
import type { HostProcess } from './host-process.js';

/** Starts in a row that may fail before it counts as broken. */
const MOST_FAILED_STARTS = 5;
/** Failures in a row of one command before it counts as broken. */
const MOST_FAILURES = 30;
const FAILURE_REST_MS = 200;

/** A host that is started again whenever its process ends. */
export class SurvivingHost {
  /** Milliseconds that each start took which came to its end. */
  readonly starts: number[] = [];
  /** Ends that nobody asked for. */
  readonly crashes: string[] = [];
  /** What commands failed with, for the report. */
  readonly failures: string[] = [];
  private current: HostProcess;
  private failedStarts = 0;
  private stopped = false;
  private armed: { readonly delayMs: number; readonly killed: () => void } | null = null;

  constructor(private readonly launch: () => HostProcess) {
    this.current = this.spawn();
  }

  /** Resolves when it can be asked. @throws Error where it cannot be brought up any more */
  async up(): Promise<HostProcess> {
    for (;;) {
      if (this.stopped) throw new Error('the host was stopped');
      if (this.failedStarts >= MOST_FAILED_STARTS) {
        throw new Error(`the host does not start: ${this.crashes.join(', ')}`);
      }
      const candidate = this.current;
      const ready = await candidate.ready.then(
        () => true,
        () => false,
      );
      if (ready && candidate === this.current) return candidate;
      await sleep(1);
    }
  }

  /** Asks once. @throws HostGone where it was killed on the way: nobody knows what became of it */
  async ask<N extends CommandName>(name: N, ask: HostCommands[N]['ask']): Promise<HostCommands[N]['answer']> {
    const process = await this.up();
    const answer = process.ask(name, ask);
    if (this.armed && (name === 'dispatch' || name === 'audience')) this.fire(process);
    return answer;
  }

  /** Asks until it is answered, however often the host is killed meanwhile. */
  async insist<N extends CommandName>(
    name: N,
    ask: HostCommands[N]['ask'],
  ): Promise<HostCommands[N]['answer']> {
    for (let failures = 0; ;) {
      try {
        return await this.ask(name, ask);
      } catch (error) {
        if (error instanceof HostGone) continue;
        failures += 1;
        this.failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        if (this.stopped || failures >= MOST_FAILURES) throw error;
        await sleep(FAILURE_REST_MS);
      }
    }
  }

  /** `kill -9` now, in whatever it does; it comes up again by itself. */
  async kill(): Promise<void> {
    await this.current.kill();
  }

  /** `kill -9` so long after the next items were handed over. Resolves when they were, and it is dead. */
  killAfterNextDispatch(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.armed = { delayMs, killed: resolve };
    });
  }

  /** Takes that back. @returns whether it was still to come */
  disarm(): boolean {
    const { armed } = this;
    this.armed = null;
    return armed !== null;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.current.kill();
  }

  private fire(process: HostProcess): void {
    const { delayMs, killed } = this.armed ?? { delayMs: 0, killed: () => undefined };
    this.armed = null;
    setTimeout(() => void process.kill().then(killed), delayMs);
  }

  private spawn(): HostProcess {
    const process = this.launch();
    process.ready.then(
      (ms) => {
        this.starts.push(ms);
        this.failedStarts = 0;
      },
      () => undefined,
    );
    void process.gone.then((exit) => {
      if (this.stopped) return;
      if (!process.killed) {
        this.crashes.push(exit);
        this.failedStarts += 1;
        if (this.failedStarts >= MOST_FAILED_STARTS) return;
      }
      this.current = this.spawn();
    });
    return process;
  }
}
