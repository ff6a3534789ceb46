import type { ServerResponse } from 'node:http';
import { readTenant } from '../door/read-tenant.js';
import { LiveFeed } from '../live/live-feed.js';
import type { InstallationParams } from './offered.js';
import type { Routes } from './routes.js';

/** A proxy, or a laptop that slept, ends what is silent: so something is said. */
const ALIVE_MS = 20_000;

/**
 * `GET /api/installations/:id/live`: server-sent events, one for each change, the first at once. A browser's event
 * source cannot send a header, so the tenant may stand in the address.
 */
export const liveRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    const feeds = new Map<string, LiveFeed>();
    const open = new Set<ServerResponse>();

    server.addHook('preClose', async () => {
      // An open stream would keep the server from closing.
      await Promise.all([...open].map((stream) => new Promise<void>((done) => stream.end(done))));
    });

    server.get<{ Params: InstallationParams; Querystring: { tenant?: string } }>(
      '/api/installations/:id/live',
      async (request, reply) => {
        const tenant = readTenant(request.headers['x-tenant'] ?? request.query.tenant);
        const { id } = request.params;
        // Unknown installations are answered as everywhere else, before a stream begins.
        await host.installation(tenant, id);
        const key = `${tenant}\n${id}`;
        const feed = feeds.get(key) ?? new LiveFeed(host, tenant, id);
        feeds.set(key, feed);

        reply.hijack();
        const stream = reply.raw;
        stream.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        });
        open.add(stream);
        const stop = feed.watch((data) => void stream.write(`data: ${data}\n\n`));
        const alive = setInterval(() => void stream.write(': still here\n\n'), ALIVE_MS);
        stream.once('close', () => {
          clearInterval(alive);
          stop();
          open.delete(stream);
          if (!feed.isWatched) feeds.delete(key);
        });
      },
    );
  };
