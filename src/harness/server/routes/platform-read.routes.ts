import { readOnce } from '../door/read-once.js';
import { readPageQuery } from '../door/read-page-query.js';
import { readTenant } from '../door/read-tenant.js';
import type { Routes } from './routes.js';

const MEMBERS_A_PAGE = 25;

interface Asked {
  Querystring: Record<string, unknown>;
}

/** The platform's own data, to be chosen from. */
export const platformReadRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get<Asked>('/api/members', (request) => {
      const { search } = request.query;
      const { cursor, limit } = readPageQuery(request.query);
      return host.platform.searchMembers(readTenant(request.headers['x-tenant']), {
        search: search === undefined ? '' : readOnce(search, '/search').trim(),
        limit: Math.min(100, limit ?? MEMBERS_A_PAGE),
        ...(cursor === undefined ? {} : { after: cursor }),
      });
    });
    server.get('/api/audiences', (request) =>
      host.platform.audiences(readTenant(request.headers['x-tenant'])),
    );
    server.get('/api/event-types', (request) =>
      host.platform.eventTypes(readTenant(request.headers['x-tenant'])),
    );
  };
