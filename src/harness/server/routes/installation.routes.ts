import type { UninstallRequest } from '../../../contract/index.js';
import type { SwitchChange } from '../../host/host.js';
import { Refusal } from '../answers/refusal.js';
import { closedObject, flag, name, oneOf } from '../schemas/parts.js';
import type { InstallationParams } from './offered.js';
import type { Routes } from './routes.js';

const queue = oneOf(['drain', 'keep', 'drop']);
const mode = oneOf(['disconnect', 'purge']);
const remote = oneOf(['leave', 'clear-properties', 'empty-own-lists']);

const createBody = closedObject({ type: name });
const drainMs = { type: 'integer', minimum: 60_000, maximum: 604_800_000 } as const;
const switchBody = closedObject({ active: flag }, { mode: oneOf(['pause', 'disconnect']), queue });
const uninstallBody = closedObject({}, { mode, queue, remote, drainMs });

interface Asked<Body = unknown> {
  Params: InstallationParams;
  Body: Body;
}

/** What an uninstall does that says nothing: everything here goes, the vendor's side stays as it is. */
const UNINSTALL: UninstallRequest = { mode: 'purge', queue: 'drop', remote: 'leave' };

/** Create a draft, list, switch on and off, uninstall. */
export const installationRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get('/api/installations', ({ tenant }) => host.installations(tenant));

    server.post<{ Body: { type: string } }>(
      '/api/installations',
      { schema: { body: createBody } },
      async ({ tenant, body }, reply) =>
        reply.status(201).send(await host.createInstallation(tenant, body.type)),
    );

    server.get<Asked>('/api/installations/:id', ({ tenant, params }) => host.installation(tenant, params.id));

    server.patch<Asked<SwitchChange>>(
      '/api/installations/:id',
      { schema: { body: switchBody } },
      async ({ tenant, params, body }) => {
        const result = await host.setActive(tenant, params.id, body);
        if (result.status === 'issues') throw Refusal.ofIssues(422, result.issues);
        return { ...(await host.installation(tenant, params.id)), result };
      },
    );

    server.delete<Asked<Partial<UninstallRequest>>>(
      '/api/installations/:id',
      { schema: { body: uninstallBody } },
      async ({ tenant, params, body }, reply) => {
        const report = await host.removeInstallation(tenant, params.id, { ...UNINSTALL, ...body });
        return reply.status(report.status === 'running' ? 202 : 200).send(report);
      },
    );
  };
