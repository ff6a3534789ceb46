import type { CliIo } from '../../../src/harness/cli/cli-io.js';

/** A world around a command, in memory. */
export class FakeIo implements CliIo {
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly slept: number[] = [];
  readonly requests: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  input = '';
  env: Record<string, string | undefined> = {};
  /** What the host answers; a thrown error is a host that is not there. */
  answer: (url: string, init: RequestInit | undefined) => Response = () => {
    throw new TypeError('fetch failed');
  };

  readonly out = (line: string): void => void this.lines.push(line);
  readonly err = (line: string): void => void this.errors.push(line);
  readonly readInput = (): Promise<string> => Promise.resolve(this.input);
  readonly sleep = (ms: number): Promise<void> => {
    this.slept.push(ms);
    return Promise.resolve();
  };
  readonly onSignal = (): void => undefined;
  readonly exit = (code: number): never => {
    throw new Error(`exit ${code}`);
  };
  readonly fetch = async (url: string, init?: RequestInit): Promise<Response> => {
    await Promise.resolve();
    this.requests.push({ url, init });
    return this.answer(url, init);
  };
}
