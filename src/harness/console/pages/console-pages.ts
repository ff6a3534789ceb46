import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callbackScript } from './callback-script.js';
import { callbackStyle } from './callback-style.js';
import type { Surroundings } from './surroundings.js';

/** What the console stands on. */
export interface ConsoleOptions {
  readonly surroundings: Surroundings;
  /** The folder of the built page; where `npm run build` has put it when left out. */
  readonly built?: string;
}

/** Where the build puts it, seen from this file as it was compiled. */
const BUILT = join(import.meta.dirname, '../built');

/** A browser may keep a file whose name holds the hash of its content. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const NONCE = '%NONCE%';

/**
 * Nothing from elsewhere, no script inline, no frame around it. The component library writes a few style elements of
 * its own; they carry the nonce of the page they stand in.
 */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Addresses that the page itself reads: all of them answer the one page. */
const VIEWS = [
  '/',
  '/settings',
  '/settings/integrations',
  '/settings/integrations/extensions',
  '/settings/integrations/extensions/*',
  '/developer',
];

/** What answers programs: whoever looks there by a browser gets their answer too. */
const PROGRAMS = /^\/(?:api|console|oauth)(?:[/?]|$)/;

/** The console: one page for every view, and the files that it takes. */
export function consolePages({ surroundings, built = BUILT }: ConsoleOptions): FastifyPluginAsync {
  return async (server) => {
    const page = await readFile(join(built, 'index.html'), 'utf8');

    await server.register(fastifyStatic, {
      root: join(built, 'assets'),
      prefix: '/console/assets/',
      setHeaders: (reply) => void reply.setHeader('cache-control', FOR_EVER),
      cacheControl: false,
    });
    const send = (reply: FastifyReply): FastifyReply => {
      const nonce = randomBytes(16).toString('base64');
      return reply
        .headers({ 'content-security-policy': policyOf(nonce), 'cache-control': 'no-store' })
        .type('text/html; charset=utf-8')
        .send(page.replaceAll(NONCE, nonce));
    };
    for (const url of VIEWS) server.get(url, (_request, reply) => send(reply));
    // The page says itself that there is nothing, and leads back.
    server.get('/*', (request, reply) => {
      const isLookedAt =
        request.headers.accept?.includes('text/html') === true && !PROGRAMS.test(request.url);
      if (isLookedAt) return send(reply.status(404));
      reply.callNotFound();
      return reply;
    });
    server.get('/console/surroundings', (_request, reply) =>
      reply.header('cache-control', 'no-store').send(surroundings),
    );
    server.get('/console/callback.css', (_request, reply) => reply.type('text/css').send(callbackStyle));
    server.get('/console/callback.js', (_request, reply) =>
      reply.type('text/javascript').send(callbackScript),
    );
  };
}
