import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/harness/emulator/main.js', import.meta.url));
const READY = /^emulator ready (\S+)$/m;

/** The emulator as a process of its own: what it computes is not counted as the extension's. */
export class EmulatorProcess {
  private readonly endWithUs = () => void this.child.kill();

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    process.once('exit', this.endWithUs);
  }

  /** Starts it on a free port, its state in memory. */
  static async start(options: { readonly latencyMs?: number } = {}): Promise<EmulatorProcess> {
    const child = spawn(
      process.execPath,
      [MAIN, '--port', '0', '--latency', String(options.latencyMs ?? 0)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    for await (const piece of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
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
