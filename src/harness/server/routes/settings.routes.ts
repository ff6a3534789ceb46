import type { JsonObject } from '../../../contract/index.js';
import { Refusal } from '../answers/refusal.js';
import { readObject } from '../door/read-object.js';
import { readTenant } from '../door/read-tenant.js';
import { recordOf } from '../shapes/record-of.js';
import { scalars } from '../shapes/scalars.js';
import type { Shape } from '../shapes/shape.js';
import type { InstallationParams } from './installation-params.js';
import type { Routes } from './routes.js';

/** Settings are checked by the extension; here they only have to be an object. */
const settings: Shape = recordOf(() => []);

const revision: Shape = (value, path) =>
  Number.isSafeInteger(value) && Number(value) >= 0
    ? []
    : [{ path, code: 'invalid_revision', message: 'A revision is a whole number, 0 before the first save.' }];

/** Read the settings in force, save new ones. */
export const settingsRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get<{ Params: InstallationParams }>('/api/installations/:id/settings', (request) =>
      host.configuration(readTenant(request.headers['x-tenant']), request.params.id),
    );

    server.put<{ Params: InstallationParams }>('/api/installations/:id/settings', async (request) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const asked = readObject(
        request.body,
        { settings, expectedRevision: revision },
        { dryRun: scalars.flag },
      ) as { settings: JsonObject; expectedRevision: number; dryRun?: boolean };
      const result = await host.configure(tenant, request.params.id, asked);
      if (result.status === 'configured') return result;
      const conflict = result.issues.some((issue) => issue.code === 'revision_conflict');
      throw Refusal.ofIssues(conflict ? 409 : 422, result.issues);
    });
  };
