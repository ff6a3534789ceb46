import type { FastifyRequest } from 'fastify';
import { Refusal } from '../answers/refusal.js';
import { type VendorAsked, vendorQuery } from '../schemas/query.schemas.js';
import { cutState } from '../vendor/cut-state.js';
import { VENDOR_PARTS, type VendorPart, type VendorState } from '../vendor/vendor-state.js';
import type { Routes } from './routes.js';

const ROWS = 25;

/** What of the vendor's own surface is let through: what the developer panel turns, and nothing that ends the vendor. */
const LET_THROUGH = new Set(['faults', 'clock', 'limits', 'uninstall', 'switches', 'health']);

interface Asked {
  Params: { readonly '*': string };
}

interface Looked {
  Params: { readonly account: string; readonly part: string };
  Querystring: VendorAsked;
}

/**
 * The local vendor through the host's own address: a page may speak to its own origin only. Not there where the vendor is
 * the real one.
 */
export const vendorRoutes: Routes =
  ({ vendorAdmin }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    if (vendorAdmin === undefined) return;

    const ask = async (method: string, path: string, body?: unknown): Promise<Response> =>
      fetch(`${vendorAdmin}/${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }).catch((cause: unknown) => {
        throw unreachable(cause);
      });

    const look = { schema: { querystring: vendorQuery } };
    server.get<Looked>('/api/vendor/look/:account/:part', look, async ({ params, query }) => {
      const { account, part } = params;
      if (!isPart(part)) throw nothingThere();
      const answer = await ask('GET', `state?${new URLSearchParams({ account }).toString()}`);
      const state = (await answer.json()) as { readonly accounts?: readonly VendorState[] };
      const [found] = state.accounts ?? [];
      if (!found) throw nothingThere();
      return cutState(found, {
        part,
        search: query.search.trim(),
        offset: query.offset,
        limit: ROWS,
      });
    });

    server.route<Asked>({
      method: ['GET', 'POST', 'DELETE'],
      url: '/api/vendor/admin/*',
      handler: async (request, reply) => {
        const answer = await ask(request.method, pathOf(request), request.body ?? undefined);
        return reply
          .status(answer.status)
          .type('application/json')
          .send(await answer.text());
      },
    });
  };

function pathOf(request: FastifyRequest<Asked>): string {
  const steps = request.params['*'].split('/');
  const isPlain = steps.every((step) => /^[\w-]+$/.test(step));
  if (!isPlain || !LET_THROUGH.has(steps[0] ?? '')) throw nothingThere();
  return steps.join('/');
}

const isPart = (part: string): part is VendorPart => VENDOR_PARTS.some((one) => one === part);

const nothingThere = (): Refusal =>
  new Refusal(404, { code: 'route_not_found', message: 'There is nothing at this address.' });

const unreachable = (cause: unknown): Error =>
  Object.assign(
    new Refusal(502, { code: 'vendor_unreachable', message: 'The local vendor does not answer.' }),
    { cause },
  );
