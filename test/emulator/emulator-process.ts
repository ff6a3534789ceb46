import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/harness/emulator/main.js', import.meta.url));
const READY = /^emulator ready (\S+)$/m;

/** How it is started. */
export interface EmulatorProcessOptions {
  readonly latencyMs?: number;
  /** False lifts all rate limits. */
  readonly limits?: boolean;
  /** A file that is open for writing: what it has to complain of. */
  readonly log?: number;
}

/** The emulator as a process of its own: what kills a host leaves it standing, and what it computes is its own. */
export class EmulatorProcess {
  private readonly endWithUs = () => void this.child.kill();

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    process.once('exit', this.endWithUs);
  }

  /** Starts it on a free port, its state in memory. */
  static async start({
    latencyMs = 0,
    limits = true,
    log,
  }: EmulatorProcessOptions = {}): Promise<EmulatorProcess> {
    const child = spawn(
      process.execPath,
      [MAIN, '--port', '0', '--latency', String(latencyMs), ...(limits ? [] : ['--no-limits'])],
      { stdio: ['ignore', 'pipe', log ?? 'inherit'] },
    );
    const { stdout } = child;
    if (!stdout) throw new Error('The emulator has no output.');
    let said = '';
    for await (const piece of stdout.setEncoding('utf8') as AsyncIterable<string>) {
      said += piece;
      const url = READY.exec(said)?.[1];
      if (url !== undefined) return new EmulatorProcess(child, url);
    }
    throw new Error(`The emulator did not start: ${said}`);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    process.off('exit', this.endWithUs);
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
  }
}
