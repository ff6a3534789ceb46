import { Fault, type Egress } from '../../../contract/index.js';

/** Leads the origins that a manifest declares to where the host wants them, and no other. */
export class DeclaredEgress implements Egress {
  constructor(
    private readonly declared: readonly string[],
    private readonly actual: Readonly<Record<string, string>>,
  ) {}

  origin(declared: string): string {
    if (this.declared.includes(declared)) return this.actual[declared] ?? declared;
    throw new Fault({
      kind: 'system',
      code: 'egress_not_declared',
      message: `The manifest declares no egress to ${declared}; add it there.`,
    });
  }
}
