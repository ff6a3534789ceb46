import type { DemoLedger, DemoStep } from '../../../src/harness/demo/demo-ledger.js';

/** A ledger that lives as long as a test. */
export class MemoryLedger implements DemoLedger {
  private readonly steps = new Map<string, number>();

  read(step: DemoStep, tenant: string): number {
    return this.steps.get(`${step}/${tenant}`) ?? 0;
  }

  write(step: DemoStep, tenant: string, members: number): void {
    this.steps.set(`${step}/${tenant}`, members);
  }
}
