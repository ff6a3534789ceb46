import { Refusal } from '../answers/refusal.js';
import { readActivityQuery } from '../door/read-activity-query.js';
import { readObject } from '../door/read-object.js';
import { readTenant } from '../door/read-tenant.js';
import { scalars } from '../shapes/scalars.js';
import type { InstallationParams } from './installation-params.js';
import { notOffered } from './not-offered.js';
import type { Routes } from './routes.js';

interface Asked {
  Params: InstallationParams;
  Querystring: Record<string, unknown>;
}

/** What an administrator looks at. */
export const operationRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    const inspect = (request: {
      headers: Record<string, string | string[] | undefined>;
      params: { id: string };
    }) => host.inspect(readTenant(request.headers['x-tenant']), request.params.id);

    server.get<Asked & { Params: { field: string } }>(
      '/api/installations/:id/options/:field',
      async (request) => {
        const { search, cursor } = readOptionsQuery(request.query);
        const { extension, call } = await inspect(request);
        if (!extension.options) throw notOffered('options');
        return extension.options(call, { field: request.params.field, ...search, ...cursor });
      },
    );

    server.post<Asked & { Params: { field: string } }>(
      '/api/installations/:id/options/:field',
      async (request, reply) => {
        const { label } = readObject(request.body, { label: scalars.name }) as { label: string };
        const { extension, call } = await inspect(request);
        if (!extension.createOption) throw notOffered('to make a choice');
        const option = await extension.createOption(call, { field: request.params.field, label });
        return reply.status(201).send(option);
      },
    );

    server.get<Asked>('/api/installations/:id/overview', async (request) => {
      const { extension, call } = await inspect(request);
      if (!extension.overview) throw notOffered('an overview');
      return extension.overview(call);
    });

    server.get<Asked>('/api/installations/:id/activity', async (request) => {
      const query = readActivityQuery(request.query);
      const { extension, call } = await inspect(request);
      if (!extension.activity) throw notOffered('its activity');
      return extension.activity(call, query);
    });

    server.get<Asked & { Params: { attempt: string } }>(
      '/api/installations/:id/activity/:attempt',
      async (request) => {
        const { extension, call } = await inspect(request);
        if (!extension.attempt) throw notOffered('the content of a request');
        return extension.attempt(call, request.params.attempt);
      },
    );

    server.get<Asked & { Params: { member: string } }>(
      '/api/installations/:id/members/:member',
      async (request) => {
        const { extension, call } = await inspect(request);
        if (!extension.explainMember) throw notOffered('to explain a member');
        return extension.explainMember(call, request.params.member);
      },
    );
  };

function readOptionsQuery(query: Readonly<Record<string, unknown>>) {
  const { search, cursor } = query;
  for (const [name, value] of Object.entries({ search, cursor })) {
    if (value !== undefined && typeof value !== 'string') {
      throw new Refusal(400, { code: 'invalid_query', message: `Give ${name} once.`, path: `/${name}` });
    }
  }
  return {
    search: typeof search === 'string' ? { search } : {},
    cursor: typeof cursor === 'string' ? { cursor } : {},
  };
}
