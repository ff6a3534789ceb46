import type { FastifyRequest } from 'fastify';
import { BROWSER_COOKIE, BROWSER_COOKIE_FLAGS, browserValue } from '../door/browser-cookie.js';
import { answerError } from '../answers/answer-error.js';
import { Refusal } from '../answers/refusal.js';
import type { CallbackOutcome } from '../callback-outcome.js';
import type { InstallationParams } from './offered.js';
import type { Routes } from './routes.js';

interface CallbackQuery {
  Querystring: Record<string, unknown>;
}

interface Settled {
  readonly status: number;
  readonly outcome: CallbackOutcome;
}

/** Connecting by OAuth: the way out and the way back. */
export const oauthRoutes: Routes =
  ({ host, callbackPage, logger }) =>
  // eslint-disable-next-line @typescript-eslint/require-await -- a plugin's signature
  async (server) => {
    server.post<{ Params: InstallationParams }>('/api/installations/:id/connect', async (request, reply) => {
      const browser = browserValue(request.cookies[BROWSER_COOKIE]);
      const result = await host.connect(request.tenant, request.params.id, browser);
      if (result.status === 'refused') throw Refusal.ofIssues(409, [result.issue]);
      if (result.status === 'connected') return result;
      return reply.setCookie(BROWSER_COOKIE, browser, BROWSER_COOKIE_FLAGS).send({ redirect: result.url });
    });

    const settle = async (request: FastifyRequest<CallbackQuery>): Promise<Settled> => {
      try {
        const result = await host.callback({
          ...single(request.query),
          browser: request.cookies[BROWSER_COOKIE] ?? '',
        });
        return result.status === 'connected'
          ? { status: 200, outcome: { ok: true, account: result.account } }
          : { status: 400, outcome: { ok: false, issue: result.issue } };
      } catch (error) {
        const { status, body } = answerError(error);
        if (status >= 500) logger?.error({ error }, 'An OAuth callback failed');
        return { status: status < 500 ? 400 : status, outcome: { ok: false, issue: body.error } };
      }
    };

    server.get<CallbackQuery>('/oauth/callback', async (request, reply) => {
      const { status, outcome } = await settle(request);
      void reply.status(status).headers({
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none'; style-src 'self'; script-src 'self'; frame-ancestors 'none'",
      });
      if (!request.headers.accept?.includes('application/json')) {
        return reply.type('text/html; charset=utf-8').send(callbackPage(outcome));
      }
      return reply.send(
        outcome.ok ? { status: 'connected', account: outcome.account } : { error: outcome.issue },
      );
    });
  };

/** A parameter that is given twice is none: which of the two was meant cannot be known. */
function single(query: Readonly<Record<string, unknown>>): { state?: string; code?: string; error?: string } {
  return Object.fromEntries(
    (['state', 'code', 'error'] as const).flatMap((name) => {
      const value = query[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
}
