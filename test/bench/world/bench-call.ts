import type { Call } from '../../../src/contract/index.js';
import { errorLogger } from './error-logger.js';

/** The one installation of a benchmark. */
export const benchCall: Call = {
  tenant: 'tenant-1',
  installation: 'inst-1',
  requestId: 'bench',
  signal: new AbortController().signal,
  logger: errorLogger,
};
