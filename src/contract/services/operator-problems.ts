import type { Problem } from './problems.js';

/**
 * The notice board of whoever runs the platform, for what concerns no tenant: the platform's own credentials with a
 * vendor, a vendor's interface that is about to be switched off. Keys are the extension's own; the same key raised again
 * replaces the problem.
 */
export interface OperatorProblems {
  raise(problem: Omit<Problem, 'action'>): Promise<void>;
  clear(key: string): Promise<void>;
}
