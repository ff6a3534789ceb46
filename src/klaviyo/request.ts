import type { OperationName } from './operations.js';

/** One request to Klaviyo's API, before a token is put on it. */
export interface KlaviyoRequest {
  /** `operationId` of the published OpenAPI: its answer is judged, and its rate limits are counted, by it. */
  readonly operation: OperationName;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the origin, query included: `/api/profile-import`. */
  readonly path: string;
  /** The body; where it has been written already, what is shown of it. */
  readonly body?: unknown;
  /** The body as JSON, where it has been written already: a large one is written once. */
  readonly written?: string | Buffer;
  /** Asked at the last moment: whether it must not go any more. */
  readonly isRecalled?: () => boolean;
}
