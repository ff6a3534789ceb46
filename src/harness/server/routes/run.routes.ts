import { readTenant } from '../door/read-tenant.js';
import type { InstallationParams } from './installation-params.js';
import { notOffered } from './not-offered.js';
import type { Routes } from './routes.js';

/** Runs of a synchronisation. The contract has no such operation yet, so every extension answers the same. */
export const runRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    for (const [method, url] of [
      ['GET', '/api/installations/:id/runs'],
      ['POST', '/api/installations/:id/runs'],
      ['POST', '/api/installations/:id/runs/:run/pause'],
      ['POST', '/api/installations/:id/runs/:run/resume'],
      ['POST', '/api/installations/:id/runs/:run/cancel'],
    ] as const) {
      server.route<{ Params: InstallationParams }>({
        method,
        url,
        handler: async (request) => {
          await host.inspect(readTenant(request.headers['x-tenant']), request.params.id);
          throw notOffered('runs');
        },
      });
    }
  };
