import type { ActivityQuery, PageQuery } from '../../../contract/index.js';
import { closedObject, name } from '../schemas/parts.js';
import { activityQuery, type OptionsAsked, optionsQuery, pageQuery } from '../schemas/query.schemas.js';
import { type InstallationParams, offered } from './offered.js';
import type { Routes } from './routes.js';

interface Asked<Query = unknown> {
  Params: InstallationParams;
  Querystring: Query;
}
interface OptionAsked extends Asked<OptionsAsked> {
  Params: InstallationParams & { field: string };
  Body: { label: string };
}

/** What an administrator looks at. */
export const operationRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get<OptionAsked>(
      '/api/installations/:id/options/:field',
      { schema: { querystring: optionsQuery } },
      async (request) => {
        const { extension, call } = await offered(host, request, 'options', 'options');
        return extension.options(call, { field: request.params.field, ...request.query });
      },
    );

    server.post<OptionAsked>(
      '/api/installations/:id/options/:field',
      { schema: { body: closedObject({ label: name }) } },
      async (request, reply) => {
        const { extension, call } = await offered(host, request, 'to make a choice', 'createOption');
        const { label } = request.body;
        const option = await extension.createOption(call, { field: request.params.field, label });
        return reply.status(201).send(option);
      },
    );

    server.get<Asked>('/api/installations/:id/overview', async (request) => {
      const { extension, call } = await offered(host, request, 'an overview', 'overview');
      return extension.overview(call);
    });

    server.get<Asked<ActivityQuery>>(
      '/api/installations/:id/activity',
      { schema: { querystring: activityQuery } },
      async (request) => {
        const { extension, call } = await offered(host, request, 'its activity', 'activity');
        return extension.activity(call, { ...request.query });
      },
    );

    server.get<{ Params: InstallationParams & { attempt: string } }>(
      '/api/installations/:id/activity/:attempt',
      async (request) => {
        const { extension, call } = await offered(host, request, 'the content of a request', 'attempt');
        return extension.attempt(call, request.params.attempt);
      },
    );

    server.get<Asked<PageQuery>>(
      '/api/installations/:id/closed-accounts',
      { schema: { querystring: pageQuery } },
      async (request) => {
        const { extension, call } = await offered(host, request, 'closed accounts', 'closedAccounts');
        return extension.closedAccounts(call, { ...request.query });
      },
    );

    server.get<{ Params: InstallationParams & { member: string } }>(
      '/api/installations/:id/members/:member',
      async (request) => {
        const { extension, call } = await offered(host, request, 'to explain a member', 'explainMember');
        return extension.explainMember(call, request.params.member);
      },
    );
  };
