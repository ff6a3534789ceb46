import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/harness/main.js', import.meta.url));
const READY_MS = 60_000;

/** One harness process of several that share a database and a folder. */
export class Replica {
  private constructor(
    private readonly child: ChildProcess,
    readonly console: string,
    readonly klaviyo: string,
    /** What it has logged, a line each. */
    readonly log: readonly string[],
  ) {}

  /** @param node the binary that runs it @param flags of `start` */
  static async start(node: string, flags: readonly string[]): Promise<Replica> {
    const child = spawn(node, [MAIN, 'start', '--port', '0', ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LOG_LEVEL: 'info' },
    });
    const log: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
    const ready = await new Promise<string>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}: ${log.join('\n').slice(-2_000)}`));
      const timer = setTimeout(() => fail('not ready'), READY_MS);
      child.once('exit', (code) => fail(`ended with ${String(code)}`));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.startsWith('ready ')) return;
        clearTimeout(timer);
        resolve(line);
      });
    });
    const address = (name: string) => new RegExp(`${name}=(\\S+)`).exec(ready)?.[1] ?? '';
    return new Replica(child, address('console'), address('klaviyo'), log);
  }

  async post(path: string, body: unknown, method = 'POST'): Promise<{ status: number; body: unknown }> {
    const response = await fetch(new URL(path, this.console), {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  /** `SIGSTOP` and `SIGCONT` do not end it. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }
}
