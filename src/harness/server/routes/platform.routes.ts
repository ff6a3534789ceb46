import type { Audience, EventType, Member, Wallet } from '../../../contract/index.js';
import { acceptLists } from '../door/accept-lists.js';
import { countReceipts } from '../notice/count-receipts.js';
import { dispatchAudienceChanges } from '../notice/dispatch-audience-changes.js';
import { dispatchEvents } from '../notice/dispatch-events.js';
import { arrayOf } from '../schemas/parts.js';
import { audience, eventTypeOfPlatform, member, wallet } from '../schemas/platform.schemas.js';
import { type MembersAsked, membersQuery, type NoticeAsked, noticeQuery } from '../schemas/query.schemas.js';
import type { Schema } from '../schemas/schema.js';
import { memberFields } from './member-fields.js';
import type { Routes } from './routes.js';

/** Members of one page, however many are asked for. */
const MOST_MEMBERS = 100;

interface Asked<T> {
  Querystring: NoticeAsked;
  Body: readonly T[];
}

const list = (items: Schema) => ({ schema: { querystring: noticeQuery, body: arrayOf(items) } });

/** Of several items with one key the last, where the first stood: what a list says twice, its end decides. */
const lastBy = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

/** The platform's own data: stored first, then told to the extensions; and read, to be chosen from. */
export const platformRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    acceptLists(server);

    const notifyChanged = async (tenant: string, facet: 'profile' | 'wallet', memberIds: readonly string[]) =>
      countReceipts(
        await dispatchEvents(
          host,
          tenant,
          memberIds.map((memberId) => ({ kind: 'changed', facet, memberId })),
        ),
      );

    server.put<Asked<Member>>('/api/members', list(member), async ({ tenant, query, body }) => {
      const members = lastBy(body, ({ id }) => id);
      await host.platform.putMembers(tenant, members);
      const ids = members.map(({ id }) => id);
      const receipts = query.notify ? await notifyChanged(tenant, 'profile', ids) : {};
      return { stored: members.length, receipts };
    });

    server.put<Asked<Wallet>>('/api/wallets', list(wallet), async ({ tenant, query, body }) => {
      const wallets = lastBy(body, ({ memberId }) => memberId);
      await host.platform.putWallets(tenant, wallets);
      const ids = wallets.map(({ memberId }) => memberId);
      const receipts = query.notify ? await notifyChanged(tenant, 'wallet', ids) : {};
      return { stored: wallets.length, receipts };
    });

    server.put<Asked<Audience & { members?: readonly string[] }>>(
      '/api/audiences',
      list(audience),
      async ({ tenant, query, body }) => {
        const audiences = lastBy(body, ({ id }) => id);
        const changes = await host.platform.putAudiences(tenant, audiences);
        const receipts = query.notify ? await dispatchAudienceChanges(host, tenant, changes) : [];
        return { stored: audiences.length, receipts: countReceipts(receipts) };
      },
    );

    server.put<Asked<EventType>>('/api/event-types', list(eventTypeOfPlatform), async ({ tenant, body }) => {
      const types = lastBy(body, ({ type }) => type);
      await host.platform.putEventTypes(tenant, types);
      return { stored: types.length };
    });
  };

/** What is there, to be chosen from. */
export const platformReadRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get<{ Querystring: MembersAsked }>(
      '/api/members',
      { schema: { querystring: membersQuery } },
      ({ tenant, query: { search, limit, cursor } }) =>
        host.platform.searchMembers(tenant, {
          search: search.trim(),
          limit: Math.min(MOST_MEMBERS, limit),
          ...(cursor === undefined ? {} : { after: cursor }),
        }),
    );
    server.get('/api/audiences', ({ tenant }) => host.platform.audiences(tenant));
    server.get('/api/event-types', ({ tenant }) => host.platform.eventTypes(tenant));
    // Of some members: fields are chosen from what members usually have, and anything else can be typed.
    server.get('/api/member-fields', async ({ tenant }) => {
      const { items } = await host.platform.searchMembers(tenant, { search: '', limit: MOST_MEMBERS });
      return memberFields(items);
    });
  };
