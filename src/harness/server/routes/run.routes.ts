import type { FastifyRequest } from 'fastify';
import type { PageQuery, SyncRequest } from '../../../contract/index.js';
import { arrayOf, closedObject, flag, id, instant, oneOf } from '../schemas/parts.js';
import { pageQuery } from '../schemas/query.schemas.js';
import { type InstallationParams, offered } from './offered.js';
import type { Routes } from './routes.js';

interface Asked {
  Params: InstallationParams;
  Body: SyncRequest;
}

/** What a run is to do. `eventsFrom` is epoch milliseconds or an ISO-8601 date-time. */
const syncBody = closedObject(
  { kind: oneOf(['load', 'reconcile']) },
  { members: flag, audiences: arrayOf(id), eventsFrom: instant, repair: flag },
);

/** What a run would do, the runs, and the buttons of one that is under way. */
export const runRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    const enter = (request: FastifyRequest<{ Params: InstallationParams }>) =>
      offered(host, request, 'runs', 'planSync', 'startSync', 'controlSync', 'syncRuns');
    // Where there are no runs, nobody is told first what the request for one has to look like.
    const begin = {
      schema: { body: syncBody },
      preValidation: async (request: FastifyRequest<Asked>) => {
        await enter(request);
      },
    };

    server.post<Asked>('/api/installations/:id/plan', begin, async (request) => {
      const { extension, call } = await enter(request);
      return extension.planSync(call, request.body);
    });

    server.post<Asked>('/api/installations/:id/runs', begin, async (request, reply) => {
      const { extension, call } = await enter(request);
      return reply.status(202).send(await extension.startSync(call, request.body));
    });

    server.get<{ Params: InstallationParams; Querystring: PageQuery }>(
      '/api/installations/:id/runs',
      { schema: { querystring: pageQuery } },
      async (request) => {
        const { extension, call } = await enter(request);
        return extension.syncRuns(call, { ...request.query });
      },
    );

    for (const action of ['pause', 'resume', 'cancel'] as const) {
      server.post<{ Params: InstallationParams & { run: string } }>(
        `/api/installations/:id/runs/:run/${action}`,
        async (request) => {
          const { extension, call } = await enter(request);
          return extension.controlSync(call, request.params.run, action);
        },
      );
    }
  };
