import type { JsonObject } from '../../../contract/index.js';
import { Refusal } from '../answers/refusal.js';
import { anyObject, closedObject, flag } from '../schemas/parts.js';
import type { InstallationParams } from './offered.js';
import type { Routes } from './routes.js';

/** Settings are checked by the extension; here they only have to be an object. */
const settingsBody = closedObject(
  {
    settings: anyObject,
    expectedRevision: {
      type: 'integer',
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      says: { code: 'invalid_revision', message: 'A revision is a whole number, 0 before the first save.' },
    },
  },
  { dryRun: flag },
);

interface Saved {
  Params: InstallationParams;
  Body: { settings: JsonObject; expectedRevision: number; dryRun?: boolean };
}

/** Read the settings in force, save new ones. */
export const settingsRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get<{ Params: InstallationParams }>('/api/installations/:id/settings', ({ tenant, params }) =>
      host.configuration(tenant, params.id),
    );

    server.put<Saved>(
      '/api/installations/:id/settings',
      { schema: { body: settingsBody } },
      async ({ tenant, params, body }) => {
        const result = await host.configure(tenant, params.id, body);
        if (result.status === 'configured') return result;
        const conflict = result.issues.some((issue) => issue.code === 'revision_conflict');
        throw Refusal.ofIssues(conflict ? 409 : 422, result.issues);
      },
    );
  };
