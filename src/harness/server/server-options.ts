import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from '../../contract/index.js';
import type { Host } from '../host/host.js';
import type { CallbackOutcome } from './callback-outcome.js';
import type { StreamControl } from './stream-control.js';

/** What the server is made of. */
export interface ServerOptions {
  readonly host: Host;
  /** The page that the pop-up shows when it comes back from the vendor. Must escape what it shows. */
  readonly callbackPage: (outcome: CallbackOutcome) => string;
  /** The demo's stream; without one, `/api/stream` is not found. */
  readonly stream?: StreamControl;
  /** Where a local vendor is steered by; without it, `/api/vendor` is not found. */
  readonly vendorAdmin?: string;
  /** More pages, as the console. */
  readonly plugins?: readonly FastifyPluginAsync[];
  readonly logger?: Logger;
  /** Within how many milliseconds a request must have arrived whole; 30 000 when left out. */
  readonly requestTimeoutMs?: number;
}
