import type { AudienceChange, LoyaltyEvent } from '../../../contract/index.js';
import { acceptLists } from '../door/accept-lists.js';
import { dispatchAudienceChanges } from '../notice/dispatch-audience-changes.js';
import { dispatchEvents } from '../notice/dispatch-events.js';
import { arrayOf } from '../schemas/parts.js';
import { audienceChange, pastEvent } from '../schemas/platform.schemas.js';
import { type NoticeAsked, noticeQuery } from '../schemas/query.schemas.js';
import type { Routes } from './routes.js';

interface Asked<T> {
  Querystring: NoticeAsked;
  Body: readonly T[];
}

/** What happens on the platform: facts and changes, answered by receipts. */
export const eventRoutes: Routes =
  ({ host }, validators) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    acceptLists(server);
    const checkPast = validators.listCheck(pastEvent);

    server.post<Asked<unknown>>(
      '/api/events',
      { schema: { querystring: noticeQuery } },
      async ({ tenant, query, body }) => {
        if (query.notify) return dispatchEvents(host, tenant, body);
        await checkPast(body);
        await host.platform.putEvents(tenant, body as readonly LoyaltyEvent[]);
        return { stored: body.length };
      },
    );

    server.post<Asked<LooseChange>>(
      '/api/audience-changes',
      { schema: { querystring: noticeQuery, body: arrayOf(audienceChange) } },
      async ({ tenant, query, body }) => {
        const changes = body.map(complete);
        for (const change of changes) await host.platform.changeAudience(tenant, change);
        return query.notify ? dispatchAudienceChanges(host, tenant, changes) : [];
      },
    );
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
