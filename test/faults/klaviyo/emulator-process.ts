import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/harness/emulator/main.js', import.meta.url));
const READY_MS = 30_000;

/** The local Klaviyo in a process of its own: what kills the host leaves it standing. */
export class EmulatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param log a file that is open for writing */
  static async start(limits: boolean, log: number): Promise<EmulatorProcess> {
    const child = spawn(process.execPath, [MAIN, '--port', '0', ...(limits ? [] : ['--no-limits'])], {
      stdio: ['ignore', 'pipe', log],
    });
    const { stdout } = child;
    if (!stdout) throw new Error('the emulator has no output');
    const url = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the emulator did not get ready')), READY_MS);
      createInterface({ input: stdout }).on('line', (line) => {
        const found = /^emulator ready (\S+)$/.exec(line)?.[1];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the emulator ended with ${String(code)}`));
      });
    });
    // It would outlive us, as it outlives a host.
    process.once('exit', () => child.kill());
    return new EmulatorProcess(child, url);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}
