import type { Findings } from './findings.js';

/** How much is wrong, all kinds together. */
export function countFindings(findings: Findings): number {
  const kinds = Object.values(findings) as readonly (readonly string[])[];
  return kinds.reduce((sum, kind) => sum + kind.length, 0);
}
