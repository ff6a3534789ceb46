import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { answerError } from './answers/answer-error.js';
import { Refusal } from './answers/refusal.js';
import { guardRequest } from './door/guard-request.js';
import { parseJson } from './door/parse-json.js';
import { catalogueRoutes } from './routes/catalogue.routes.js';
import { deadLetterRoutes } from './routes/dead-letter.routes.js';
import { eventRoutes } from './routes/event.routes.js';
import { liveRoutes } from './routes/live.routes.js';
import { installationRoutes } from './routes/installation.routes.js';
import { oauthRoutes } from './routes/oauth.routes.js';
import { operationRoutes } from './routes/operation.routes.js';
import { platformReadRoutes } from './routes/platform-read.routes.js';
import { platformRoutes } from './routes/platform.routes.js';
import { runRoutes } from './routes/run.routes.js';
import { settingsRoutes } from './routes/settings.routes.js';
import { streamRoutes } from './routes/stream.routes.js';
import { vendorRoutes } from './routes/vendor.routes.js';
import type { ServerOptions } from './server-options.js';

/** Of bodies that are no list. */
const BODY_LIMIT = 1024 * 1024;

/**
 * The harness's HTTP surface over a {@link Host}. The caller listens, on 127.0.0.1 and nothing else: there is no
 * login.
 *
 * @example
 * const server = createServer({ host, callbackPage });
 * await server.listen({ host: '127.0.0.1', port: 4000 });
 */
export function createServer(options: ServerOptions): FastifyInstance {
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      const { status, headers, body } = answerError(error);
      void reply.status(status).headers(headers).send(body);
    },
  });

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as string));
    } catch (error) {
      done(error as Error);
    }
  });

  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
    guardRequest({ method: request.method, host: request.headers.host, origin: request.headers.origin });
    done();
  });
  server.setErrorHandler((error, request, reply) => {
    const { status, headers, body } = answerError(error);
    if (status >= 500 && !(error instanceof Refusal)) {
      options.logger?.error({ error, route: request.routeOptions.url, status }, 'A request failed');
    }
    void reply.status(status).headers(headers).send(body);
  });
  server.setNotFoundHandler(() => {
    throw new Refusal(404, { code: 'route_not_found', message: 'There is nothing at this address.' });
  });

  void server.register(cookie);
  for (const routes of [
    catalogueRoutes,
    installationRoutes,
    settingsRoutes,
    operationRoutes,
    deadLetterRoutes,
    runRoutes,
    oauthRoutes,
    eventRoutes,
    platformRoutes,
    platformReadRoutes,
    liveRoutes,
    streamRoutes,
    vendorRoutes,
  ]) {
    void server.register(routes(options));
  }
  for (const plugin of options.plugins ?? []) void server.register(plugin);
  return server;
}
