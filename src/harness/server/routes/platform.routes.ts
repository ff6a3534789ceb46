import type { Audience, EventType, Member, Wallet } from '../../../contract/index.js';
import { LIST_BODY_LIMIT, acceptNdjson } from '../door/accept-ndjson.js';
import { readItems } from '../door/read-items.js';
import { readTenant } from '../door/read-tenant.js';
import { requireShape } from '../door/require-shape.js';
import { wantsNotice } from '../door/wants-notice.js';
import { countReceipts } from '../notice/count-receipts.js';
import { dispatchAudienceChanges } from '../notice/dispatch-audience-changes.js';
import { dispatchInChunks } from '../notice/dispatch-in-chunks.js';
import { audienceShape } from '../shapes/audience.shape.js';
import { eventTypeShape } from '../shapes/event-type.shape.js';
import { lastBy } from '../shapes/last-by.js';
import { memberShape } from '../shapes/member.shape.js';
import type { Shape } from '../shapes/shape.js';
import { walletShape } from '../shapes/wallet.shape.js';
import type { Routes } from './routes.js';

interface Asked {
  Querystring: Record<string, unknown>;
}

const list = { bodyLimit: LIST_BODY_LIMIT };

/** The whole list in its shape, what it says twice once. */
function readList<T>(body: unknown, shape: Shape, key: (item: T) => string): readonly T[] {
  const items = readItems(body);
  requireShape(items, shape);
  return lastBy(items as readonly T[], key);
}

/** The platform's own data: stored first, then told to the extensions. */
export const platformRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    acceptNdjson(server);

    const notifyChanged = async (tenant: string, facet: 'profile' | 'wallet', memberIds: readonly string[]) =>
      countReceipts(
        await dispatchInChunks(
          host,
          tenant,
          memberIds.map((memberId) => ({ kind: 'changed', facet, memberId })),
        ),
      );

    server.put<Asked>('/api/members', list, async (request) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const notify = wantsNotice(request.query);
      const members = readList<Member>(request.body, memberShape, (member) => member.id);
      await host.platform.putMembers(tenant, members);
      const ids = members.map((member) => member.id);
      return { stored: members.length, receipts: notify ? await notifyChanged(tenant, 'profile', ids) : {} };
    });

    server.put<Asked>('/api/wallets', list, async (request) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const notify = wantsNotice(request.query);
      const wallets = readList<Wallet>(request.body, walletShape, (wallet) => wallet.memberId);
      await host.platform.putWallets(tenant, wallets);
      const ids = wallets.map((wallet) => wallet.memberId);
      return { stored: wallets.length, receipts: notify ? await notifyChanged(tenant, 'wallet', ids) : {} };
    });

    server.put<Asked>('/api/audiences', list, async (request) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const notify = wantsNotice(request.query);
      const audiences = readList<Audience & { members?: readonly string[] }>(
        request.body,
        audienceShape,
        (audience) => audience.id,
      ).map((audience) => ({ ...audience, isActive: (audience.isActive as boolean | undefined) ?? true }));
      const changes = await host.platform.putAudiences(tenant, audiences);
      const receipts = notify ? await dispatchAudienceChanges(host, tenant, changes) : [];
      return { stored: audiences.length, receipts: countReceipts(receipts) };
    });

    server.put<Asked>('/api/event-types', list, async (request) => {
      const tenant = readTenant(request.headers['x-tenant']);
      const types = readList<EventType>(request.body, eventTypeShape, (type) => type.type);
      await host.platform.putEventTypes(tenant, types);
      return { stored: types.length };
    });
  };
