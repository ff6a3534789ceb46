import type { Call, Synchronisation } from '../../../contract/index.js';
import { readPageQuery } from '../door/read-page-query.js';
import { readSyncRequest } from '../door/read-sync-request.js';
import { readTenant } from '../door/read-tenant.js';
import type { InstallationParams } from './installation-params.js';
import { notOffered } from './not-offered.js';
import type { Routes } from './routes.js';

interface Asked {
  Params: InstallationParams;
  Querystring: Record<string, unknown>;
}

/** What a run would do, the runs, and the buttons of one that is under way. */
export const runRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    const enter = async (request: {
      headers: Record<string, string | string[] | undefined>;
      params: { id: string };
    }): Promise<{ extension: Synchronisation; call: Call }> => {
      const { extension, call } = await host.inspect(
        readTenant(request.headers['x-tenant']),
        request.params.id,
      );
      if (!offersRuns(extension)) throw notOffered('runs');
      return { extension, call };
    };

    server.post<Asked>('/api/installations/:id/plan', async (request) => {
      const { extension, call } = await enter(request);
      return extension.planSync(call, readSyncRequest(request.body));
    });

    server.post<Asked>('/api/installations/:id/runs', async (request, reply) => {
      const { extension, call } = await enter(request);
      return reply.status(202).send(await extension.startSync(call, readSyncRequest(request.body)));
    });

    server.get<Asked>('/api/installations/:id/runs', async (request) => {
      const { extension, call } = await enter(request);
      return extension.syncRuns(call, readPageQuery(request.query));
    });

    for (const action of ['pause', 'resume', 'cancel'] as const) {
      server.post<Asked & { Params: { run: string } }>(
        `/api/installations/:id/runs/:run/${action}`,
        async (request) => {
          const { extension, call } = await enter(request);
          return extension.controlSync(call, request.params.run, action);
        },
      );
    }
  };

/** All of it or nothing: a run that can not be stopped is none to start. */
function offersRuns<T extends Partial<Synchronisation>>(extension: T): extension is T & Synchronisation {
  const { planSync, startSync, controlSync, syncRuns } = extension;
  return [planSync, startSync, controlSync, syncRuns].every((method) => method !== undefined);
}
