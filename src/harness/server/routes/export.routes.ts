import { Readable } from 'node:stream';
import type { Routes } from './routes.js';

interface Asked {
  Params: { readonly run: string };
}

/** What extensions have handed back before an end: listed, fetched as NDJSON, thrown away. */
export const exportRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get('/api/exports', ({ tenant }) => host.exports.list(tenant));

    server.get<Asked>('/api/exports/:run', async ({ tenant, params }, reply) => {
      const lines = host.exports.lines(tenant, params.run)[Symbol.asyncIterator]();
      // The first part tells whether there is one: a stream that has begun has no status any more.
      const first = await lines.next();
      const all = async function* () {
        if (first.done !== true) yield first.value;
        for (let next = await lines.next(); next.done !== true; next = await lines.next()) yield next.value;
      };
      return reply
        .header('content-type', 'application/x-ndjson')
        .header(
          'content-disposition',
          `attachment; filename="export-${params.run.replace(/[^\w-]/g, '')}.ndjson"`,
        )
        .send(Readable.from(all()));
    });

    server.delete<Asked>('/api/exports/:run', async ({ tenant, params }, reply) => {
      await host.exports.remove(tenant, params.run);
      return reply.status(204).send();
    });
  };
