import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { DemoLedger, DemoStep } from '../../demo/demo-ledger.js';

/** The demo's ledger in one small file; written beside it and renamed, so that a kill leaves the old or the new. */
export class FileLedger implements DemoLedger {
  constructor(private readonly file: string) {}

  read(step: DemoStep, tenant: string): number {
    return this.load()[`${step}/${tenant}`] ?? 0;
  }

  write(step: DemoStep, tenant: string, members: number): void {
    const next = { ...this.load(), [`${step}/${tenant}`]: members };
    writeFileSync(`${this.file}.new`, `${JSON.stringify(next, null, 2)}\n`);
    renameSync(`${this.file}.new`, this.file);
  }

  /** A ledger that is missing or damaged knows of nothing: the demo is then made once more, over what is there. */
  private load(): Readonly<Record<string, number>> {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, number>;
    } catch {
      return {};
    }
  }
}
