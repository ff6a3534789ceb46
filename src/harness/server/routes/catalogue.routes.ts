import type { Routes } from './routes.js';

/** `GET /api/catalogue`, `GET /healthz`. */
export const catalogueRoutes: Routes =
  ({ host }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.get('/api/catalogue', () => host.catalogue());
    server.get('/healthz', async (_request, reply) => {
      const health = await host.health();
      return reply.status(health.ok ? 200 : 503).send({
        ...health,
        refused: host.refused().map(({ code, message }) => ({ code, message })),
      });
    });
  };
