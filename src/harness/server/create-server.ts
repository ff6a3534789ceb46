import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { answerError } from './answers/answer-error.js';
import { Refusal } from './answers/refusal.js';
import { guardRequest } from './door/guard-request.js';
import { answerClientError } from './answers/answer-client-error.js';
import { parseJson } from './door/parse-json.js';
import { BODY_LIMIT, REQUEST_TIMEOUT_MS } from './door/limits.js';
import { DEFAULT_TENANT, readTenant } from './door/read-tenant.js';
import { catalogueRoutes } from './routes/catalogue.routes.js';
import { deadLetterRoutes } from './routes/dead-letter.routes.js';
import { eventRoutes } from './routes/event.routes.js';
import { liveRoutes } from './routes/live.routes.js';
import { exportRoutes } from './routes/export.routes.js';
import { installationRoutes } from './routes/installation.routes.js';
import { oauthRoutes } from './routes/oauth.routes.js';
import { operationRoutes } from './routes/operation.routes.js';
import { platformReadRoutes, platformRoutes } from './routes/platform.routes.js';
import { runRoutes } from './routes/run.routes.js';
import { settingsRoutes } from './routes/settings.routes.js';
import { streamRoutes } from './routes/stream.routes.js';
import { vendorRoutes } from './routes/vendor.routes.js';
import { Validators } from './schemas/validators.js';
import type { ServerOptions } from './server-options.js';

const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' };

/** Nobody but the one who asked keeps what stands in an answer: members are in it. */
const NOT_KEPT = { 'cache-control': 'no-store' };

/** Files that the console is made of say themselves how long they may be kept. */
const FILES = '/console/';

/**
 * The harness's HTTP surface over a {@link Host}. The caller listens, on 127.0.0.1 and nothing else: there is no
 * login.
 *
 * @example
 * const server = createServer({ host, callbackPage });
 * await server.listen({ host: '127.0.0.1', port: 4000 });
 */
export function createServer(options: ServerOptions): FastifyInstance {
  const validators = new Validators();
  const requestTimeout = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    requestTimeout,
    http: { requestTimeout, headersTimeout: requestTimeout, connectionsCheckingInterval: requestTimeout / 4 },
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, _request, reply: FastifyReply) => writeError(reply, error),
    clientErrorHandler: answerClientError,
  });
  server.setValidatorCompiler(validators.compile);

  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as string));
    } catch (error) {
      done(error as Error);
    }
  });

  server.decorateRequest('tenant', DEFAULT_TENANT);
  server.addHook('onRequest', (request, reply, done) => {
    const { method, url, headers } = request;
    void reply.headers(url.startsWith(FILES) ? HEADERS : { ...HEADERS, ...NOT_KEPT });
    guardRequest({
      method,
      url,
      host: headers.host,
      origin: headers.origin,
      site: headers['sec-fetch-site'],
    });
    request.tenant = readTenant(headers['x-tenant']);
    done();
  });
  server.setErrorHandler((error, request, reply) => {
    const status = writeError(reply, error);
    if (status >= 500 && !(error instanceof Refusal)) {
      options.logger?.error({ error, route: request.routeOptions.url, status }, 'A request failed');
    }
  });
  server.setNotFoundHandler(() => {
    throw new Refusal(404, { code: 'route_not_found', message: 'There is nothing at this address.' });
  });

  void server.register(cookie);
  for (const routes of [
    catalogueRoutes,
    installationRoutes,
    exportRoutes,
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
    void server.register(routes(options, validators));
  }
  for (const plugin of options.plugins ?? []) void server.register(plugin);
  return server;
}

/** @returns the status */
function writeError(reply: FastifyReply, error: unknown): number {
  const { status, headers, body } = answerError(error);
  void reply
    .status(status)
    .headers({ ...HEADERS, ...NOT_KEPT, ...headers })
    .send(body);
  return status;
}
