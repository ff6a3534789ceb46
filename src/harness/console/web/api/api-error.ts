import type { Issue } from '../../../../contract/index.js';

/** What the host refused, in its own words. `status` 0: it did not answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly issues: readonly Issue[] = [],
    /** Seconds after which it may be asked again. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The extension has no such operation. */
  get isNotOffered(): boolean {
    return this.code === 'operation_not_offered';
  }
}
