import type { FastifyPluginAsync } from 'fastify';
import { Fault, type Clock } from '../../contract/index.js';
import type { Host } from '../host/host.js';
import { callbackScript } from './callback-script.js';
import { consoleScript } from './console-script.js';
import { consoleStyle } from './console-style.js';
import { readConsole } from './read-console.js';
import { renderFragment } from './render-fragment.js';
import { renderPage } from './render-page.js';

/** What the console stands on. */
export interface ConsoleOptions {
  readonly host: Host;
  readonly klaviyoUrl: string;
  readonly defaultTenant: string;
  readonly clock: Pick<Clock, 'now'>;
}

interface Asked {
  Querystring: { readonly tenant?: unknown };
}

/** Nothing from elsewhere, nothing inline, no frame around it. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const TENANT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The console: a plain page at `/`. */
export function consolePages(options: ConsoleOptions): FastifyPluginAsync {
  const { host, klaviyoUrl, defaultTenant, clock } = options;
  const model = (query: Asked['Querystring']) =>
    readConsole(host, tenantOf(query.tenant ?? defaultTenant), { klaviyoUrl, now: clock.now() });

  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  return async (server) => {
    server.addHook('onSend', (_request, reply, _payload, done) => {
      void reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-store' });
      done();
    });
    server.get<Asked>('/', async (request, reply) =>
      reply.type('text/html; charset=utf-8').send(renderPage(await model(request.query))),
    );
    server.get<Asked>('/console/fragment', async (request, reply) =>
      reply.type('text/html; charset=utf-8').send(renderFragment(await model(request.query)).html),
    );
    server.get('/console/style.css', (_request, reply) => reply.type('text/css').send(consoleStyle));
    server.get('/console/script.js', (_request, reply) => reply.type('text/javascript').send(consoleScript));
    server.get('/console/callback.js', (_request, reply) =>
      reply.type('text/javascript').send(callbackScript),
    );
  };
}

function tenantOf(value: unknown): string {
  if (typeof value === 'string' && TENANT.test(value)) return value;
  throw new Fault({
    kind: 'payload',
    code: 'invalid_tenant',
    message: 'A tenant is 1 to 64 letters, digits, dashes or underscores.',
    path: '/tenant',
  });
}
