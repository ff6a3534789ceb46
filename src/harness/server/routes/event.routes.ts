import type { AudienceChange, LoyaltyEvent } from '../../../contract/index.js';
import { LIST_BODY_LIMIT, acceptNdjson } from '../door/accept-ndjson.js';
import { readItems } from '../door/read-items.js';
import { readTenant } from '../door/read-tenant.js';
import { requireShape } from '../door/require-shape.js';
import { wantsNotice } from '../door/wants-notice.js';
import { dispatchAudienceChanges } from '../notice/dispatch-audience-changes.js';
import { dispatchInChunks } from '../notice/dispatch-in-chunks.js';
import { itemsAmong } from '../notice/items-among.js';
import { mergeReceipts } from '../notice/merge-receipts.js';
import { audienceChangeShape } from '../shapes/audience-change.shape.js';
import { eventShape } from '../shapes/event.shape.js';
import type { Routes } from './routes.js';

const list = { bodyLimit: LIST_BODY_LIMIT };

/** What happens on the platform: facts and changes, answered by receipts. */
export const eventRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    acceptNdjson(server);

    server.post<{ Querystring: Record<string, unknown> }>('/api/events', list, async (request) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const values = readItems(request.body);
      if (!wantsNotice(request.query)) {
        requireShape(values, eventShape);
        await host.platform.putEvents(tenant, values as readonly LoyaltyEvent[]);
        return { stored: values.length };
      }
      return mergeReceipts(values, await dispatchInChunks(host, tenant, itemsAmong(values)));
    });

    server.post<{ Querystring: Record<string, unknown> }>('/api/audience-changes', list, async (request) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const notify = wantsNotice(request.query);
      const items = readItems(request.body);
      requireShape(items, audienceChangeShape);
      const changes = (items as readonly LooseChange[]).map(complete);
      for (const change of changes) await host.platform.changeAudience(tenant, change);
      return notify ? dispatchAudienceChanges(host, tenant, changes) : [];
    });
  };

/** A change as it comes: it may name only one side. */
interface LooseChange {
  readonly audienceId: string;
  readonly joined?: readonly string[];
  readonly left?: readonly string[];
  readonly refreshed?: boolean;
}

function complete({ audienceId, joined, left, refreshed }: LooseChange): AudienceChange {
  return refreshed ? { audienceId, refreshed } : { audienceId, joined: joined ?? [], left: left ?? [] };
}
