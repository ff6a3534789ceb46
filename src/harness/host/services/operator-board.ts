import type { Logger, OperatorProblems, Problem } from '../../../contract/index.js';

/** A problem of an extension that concerns no tenant. */
export type OperatorProblem = Omit<Problem, 'action'> & { readonly extension: string };

/** What whoever runs the host is told: in the log, and at `/healthz` as long as it lasts. Kept in memory. */
export class OperatorBoard {
  private readonly problems = new Map<string, OperatorProblem>();

  constructor(private readonly logger: Logger) {}

  all(): readonly OperatorProblem[] {
    return [...this.problems.values()];
  }

  /** The board as one extension sees it: its keys are its own. */
  of(extension: string): OperatorProblems {
    return {
      raise: (problem) => {
        const key = `${extension}\n${problem.key}`;
        if (!this.problems.has(key)) {
          this.logger.error({ extension, code: problem.code }, `for the operator: ${problem.message}`);
        }
        this.problems.set(key, { ...problem, extension });
        return Promise.resolve();
      },
      clear: (name) => {
        const key = `${extension}\n${name}`;
        if (this.problems.delete(key)) this.logger.info({ extension, key: name }, 'for the operator: mended');
        return Promise.resolve();
      },
    };
  }
}
