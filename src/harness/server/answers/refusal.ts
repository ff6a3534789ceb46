import type { Issue } from '../../../contract/index.js';

/** What a refusal carries beside its HTTP status. */
export interface RefusalDetail {
  /** Stable, snake_case. */
  readonly code: string;
  /** One sentence that tells what to do. */
  readonly message: string;
  /** JSON pointer into what was sent. */
  readonly path?: string;
  readonly issues?: readonly Issue[];
}

/**
 * A request that the server itself turns down. Thrown by the door and the routes, written by {@link answerError}.
 *
 * @example
 * throw new Refusal(400, { code: 'invalid_json', message: 'Line 3 is not valid JSON.', path: '/3' });
 */
export class Refusal extends Error {
  readonly code: string;
  readonly path: string;
  readonly issues: readonly Issue[] | undefined;

  constructor(
    readonly status: number,
    detail: RefusalDetail,
  ) {
    super(detail.message);
    this.name = 'Refusal';
    this.code = detail.code;
    this.path = detail.path ?? '';
    this.issues = detail.issues;
  }

  /** All issues at once, the first of them as the error itself. */
  static ofIssues(status: number, issues: readonly Issue[]): Refusal {
    const first = issues[0] ?? { code: 'invalid', message: 'The request cannot be accepted.', path: '' };
    return new Refusal(status, { ...first, issues });
  }
}
