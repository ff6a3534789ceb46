import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';

const MAIN = fileURLToPath(new URL('../../src/harness/main.js', import.meta.url));
const READY_MS = 60_000;

/** The whole harness as a developer starts it, in a data folder of its own. */
export class StartedHarness {
  private host: ChildProcess | null = null;
  readonly lines: string[] = [];
  console = '';
  klaviyo = '';

  private constructor(
    readonly data: string,
    private readonly emulatorPort: number,
    private readonly flags: readonly string[],
  ) {}

  static async start(...flags: string[]): Promise<StartedHarness> {
    const data = await mkdtemp(join(tmpdir(), 'klaviyo-e2e-'));
    const harness = new StartedHarness(data, await freePort(), flags);
    await harness.start();
    return harness;
  }

  /** Starts (again) over the same data, and resolves with the last line, `ready …`. */
  async start(): Promise<string> {
    const host = spawn(
      process.execPath,
      [
        MAIN,
        'start',
        '--port',
        // Again where it was: pages that are open find it there.
        this.console === '' ? '0' : new URL(this.console).port,
        '--emulator-port',
        String(this.emulatorPort),
        '--data',
        this.data,
        ...this.flags,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.host = host;
    const errors: string[] = [];
    host.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    const ready = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`not ready: ${errors.join('').slice(-2_000)}`)),
        READY_MS,
      );
      createInterface({ input: host.stdout }).on('line', (line) => {
        this.lines.push(line);
        if (!line.startsWith('ready ')) return;
        clearTimeout(timer);
        resolve(line);
      });
      host.once('exit', (code) =>
        reject(new Error(`ended with ${String(code)}: ${errors.join('').slice(-2_000)}`)),
      );
    });
    this.console = /console=(\S+)/.exec(ready)?.[1] ?? '';
    this.klaviyo = /klaviyo=(\S+)/.exec(ready)?.[1] ?? '';
    return ready;
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** @returns the exit code */
  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  async api(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(new URL(path, this.console), {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }

  async admin<T>(path: string): Promise<T> {
    const response = await fetch(new URL(`/__admin/${path}`, this.klaviyo));
    return (await response.json()) as T;
  }

  async dispose(): Promise<void> {
    if (this.host && this.host.exitCode === null && this.host.signalCode === null) await this.stop();
    else if (this.klaviyo)
      await fetch(new URL('/__admin/shutdown', this.klaviyo), { method: 'POST' }).catch(() => null);
    await rm(this.data, { recursive: true, force: true, maxRetries: 5 });
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const host = this.host;
    if (!host) return null;
    const exited = once(host, 'exit');
    host.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}
