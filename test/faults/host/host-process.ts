import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HostArguments } from './host-arguments.js';
import type { CommandMessage, CommandName, HostCommands, HostMessage } from './host-commands.js';
import { HostGone } from './host-gone.js';

const SCRIPT = fileURLToPath(new URL('../host.script.js', import.meta.url));

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One life of a host process. */
export class HostProcess {
  /** Resolves with the milliseconds that the start took; rejects where it ended before. */
  readonly ready: Promise<number>;
  /** Resolves when it has ended, with how. */
  readonly gone: Promise<string>;
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private count = 0;
  private wasKilled = false;

  /** @param log a file that is open for writing: what the process says beside its answers */
  constructor(options: HostArguments, log: number) {
    const begun = performance.now();
    this.child = fork(SCRIPT, [JSON.stringify(options)], { stdio: ['ignore', log, log, 'ipc'] });
    let whenReady: () => void = () => undefined;
    this.gone = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => resolve(signal ?? `exit code ${String(code)}`));
    });
    this.ready = new Promise((resolve, reject) => {
      whenReady = () => resolve(Math.round(performance.now() - begun));
      void this.gone.then((exit) => reject(new HostGone(exit)));
    });
    // Whoever waits for it is told; nobody has to.
    this.ready.catch(() => undefined);
    this.child.on('message', (message: HostMessage) => {
      if ('ready' in message) whenReady();
      else this.settle(message);
    });
    void this.gone.then((exit) => {
      for (const { reject } of this.pending.values()) reject(new HostGone(exit));
      this.pending.clear();
    });
  }

  /** Whether it was us who ended it. */
  get killed(): boolean {
    return this.wasKilled;
  }

  /**
   * @throws HostGone where it ended before it answered
   * @throws Error where it could not do it
   */
  async ask<N extends CommandName>(name: N, ask: HostCommands[N]['ask']): Promise<HostCommands[N]['answer']> {
    const message: CommandMessage<N> = { id: (this.count += 1), name, ask };
    return new Promise((resolve, reject) => {
      if (!this.child.connected) {
        reject(new HostGone('not connected'));
        return;
      }
      this.pending.set(message.id, { resolve: (answer) => resolve(answer as never), reject });
      this.child.send(message, (error) => {
        // A pipe that breaks belongs to a process that ends: its end tells everybody.
        if (error) void this.gone.then((exit) => reject(new HostGone(exit)));
      });
    });
  }

  /** `kill -9`. Resolves when it is dead. */
  async kill(): Promise<void> {
    this.wasKilled = true;
    this.child.kill('SIGKILL');
    await this.gone;
  }

  private settle(message: Exclude<HostMessage, { ready: true }>): void {
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if ('failed' in message) pending?.reject(new Error(message.failed));
    else pending?.resolve(message.answer);
  }
}
