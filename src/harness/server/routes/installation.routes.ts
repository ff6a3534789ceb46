import type { UninstallRequest } from '../../../contract/index.js';
import { Refusal } from '../answers/refusal.js';
import { readObject } from '../door/read-object.js';
import { readTenant } from '../door/read-tenant.js';
import { oneOf } from '../shapes/one-of.js';
import { scalars } from '../shapes/scalars.js';
import type { InstallationParams } from './installation-params.js';
import type { Routes } from './routes.js';

const queue = oneOf(['drain', 'keep', 'drop']);
const mode = oneOf(['disconnect', 'purge']);
const remote = oneOf(['leave', 'clear-properties', 'empty-own-lists']);

/** What an uninstall does that says nothing: everything here goes, the vendor's side stays as it is. */
const UNINSTALL: UninstallRequest = { mode: 'purge', queue: 'drop', remote: 'leave' };

/** Create a draft, list, switch on and off, uninstall. */
export const installationRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get('/api/installations', (request) =>
      host.installations(readTenant(request.headers['x-tenant'])),
    );

    server.post('/api/installations', async (request, reply) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const { type } = readObject(request.body, { type: scalars.name }) as { type: string };
      return reply.status(201).send(await host.createInstallation(tenant, type));
    });

    server.get<{ Params: InstallationParams }>('/api/installations/:id', (request) =>
      host.installation(readTenant(request.headers['x-tenant']), request.params.id),
    );

    server.patch<{ Params: InstallationParams }>('/api/installations/:id', async (request) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const change = readObject(request.body, { active: scalars.flag }, { queue }) as {
        active: boolean;
        queue?: UninstallRequest['queue'];
      };
      const result = await host.setActive(tenant, request.params.id, change);
      if (result.status === 'issues') throw Refusal.ofIssues(422, result.issues);
      return { ...(await host.installation(tenant, request.params.id)), result };
    });

    server.delete<{ Params: InstallationParams }>('/api/installations/:id', async (request, reply) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const asked = readObject(request.body, {}, { mode, queue, remote }) as Partial<UninstallRequest>;
      const report = await host.removeInstallation(tenant, request.params.id, { ...UNINSTALL, ...asked });
      return reply.status(report.status === 'running' ? 202 : 200).send(report);
    });
  };
