import { Refusal } from '../answers/refusal.js';

/** The parts of a request that tell who sent it. */
export interface RequestOrigin {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps other web pages on this machine out. The harness has no login, so a page that the same person has open must
 * neither read it through a name that was rebound to 127.0.0.1, nor post to it across origins.
 *
 * @throws Refusal 421 `host_not_local`, 403 `foreign_origin`
 */
export function guardRequest(request: RequestOrigin): void {
  if (request.host === undefined || !LOCAL_HOST.test(request.host)) {
    throw new Refusal(421, {
      code: 'host_not_local',
      message: 'This server answers only as localhost or 127.0.0.1.',
      path: '/host',
    });
  }
  if (READING.has(request.method) || request.origin === undefined) return;
  if (request.origin.toLowerCase() !== `http://${request.host.toLowerCase()}`) {
    throw new Refusal(403, {
      code: 'foreign_origin',
      message: 'Another web page may not change anything here.',
      path: '/origin',
    });
  }
}
