import { Refusal } from '../answers/refusal.js';

/** The parts of a request that tell who sent it, and what it asks for. */
export interface RequestOrigin {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The header `Sec-Fetch-Site`, which every browser sends and no page can change; other clients send none. */
  readonly site?: string | readonly string[] | undefined;
  readonly url?: string;
}

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** `none`: a person typed the address. */
const OWN_SITES: ReadonlySet<unknown> = new Set([undefined, 'same-origin', 'none']);

/**
 * Keeps other web pages on this machine out. The harness has no login, so a page that the same person has open must
 * neither read it through a name that was rebound to 127.0.0.1, nor post to it across origins. What says neither where
 * it comes from is no browser, as curl, and may.
 *
 * A NUL in the address is refused here as well: it can mean no id and no search, and PostgreSQL takes none.
 *
 * @throws Refusal 421 `host_not_local`, 403 `foreign_origin`, 400 `text_invalid`
 */
export function guardRequest(request: RequestOrigin): void {
  if (request.host === undefined || !LOCAL_HOST.test(request.host)) {
    throw new Refusal(421, {
      code: 'host_not_local',
      message: 'This server answers only as localhost or 127.0.0.1.',
      path: '/host',
    });
  }
  if (request.url?.includes('%00') === true) {
    throw new Refusal(400, { code: 'text_invalid', message: 'Send an address without NUL.' });
  }
  if (READING.has(request.method)) return;
  const isOwn =
    request.origin === undefined || request.origin.toLowerCase() === `http://${request.host.toLowerCase()}`;
  if (!isOwn || !OWN_SITES.has(request.site)) {
    throw new Refusal(403, {
      code: 'foreign_origin',
      message: 'Another web page may not change anything here.',
      path: isOwn ? '/sec-fetch-site' : '/origin',
    });
  }
}
