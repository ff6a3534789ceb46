import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';

const END = '__end_of_block__';

/** One `sh` that is typed into, block after block, as a reader does: what a block sets, the next one knows. */
export class ShellSession {
  private readonly shell: ChildProcessWithoutNullStreams;
  private printed = '';
  private heard: () => void = () => undefined;

  constructor(directory: string) {
    this.shell = spawn('sh', { cwd: directory, stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [this.shell.stdout, this.shell.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.printed += chunk.toString();
        this.heard();
      });
    }
    this.shell.once('exit', () => this.heard());
  }

  /** @returns what the block printed, errors included */
  async run(block: string): Promise<string> {
    this.printed = '';
    this.shell.stdin.write(`${block}\necho ${END}\n`);
    while (!this.printed.includes(END)) {
      if (this.shell.exitCode !== null) throw new Error(`The shell ended: ${this.printed}`);
      await new Promise<void>((resolve) => (this.heard = resolve));
    }
    return this.printed.replace(END, '');
  }

  async end(): Promise<void> {
    if (this.shell.exitCode !== null) return;
    const exited = once(this.shell, 'exit');
    this.shell.stdin.end('exit\n');
    await exited;
  }
}
