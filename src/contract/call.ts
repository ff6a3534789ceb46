import type { Logger } from './services/logger.js';

/** For whom, and on whose behalf, the host calls an extension. */
export interface Call {
  readonly tenant: string;
  readonly installation: string;
  /** Ties log lines, receipts and attempts of one request together. */
  readonly requestId: string;
  /** Aborted when the caller no longer waits. What is durable by then stays. */
  readonly signal: AbortSignal;
  /** Carries tenant, installation and request id already. */
  readonly logger: Logger;
}
