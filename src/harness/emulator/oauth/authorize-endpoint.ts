import type { EmulatorParts } from '../emulator-parts.js';
import type { Answer, IncomingCall } from '../http/exchange.js';
import { readAuthorization, returnTo, type AuthorizeRequest } from './authorize-request.js';
import { consentPage, mayConsent, roleRefusedPage, strayPage } from './consent-page.js';

/** `GET /oauth/authorize` asks, `POST /oauth/authorize` takes the decision. */
export const authorizeEndpoint = (parts: EmulatorParts, call: IncomingCall): Answer => {
  const parameters =
    call.method === 'POST'
      ? new URLSearchParams(call.body)
      : new URL(call.path, 'http://emulator').searchParams;
  const read = readAuthorization(parts.clients, parameters);
  if (read.verdict === 'stay') return strayPage(read.reason);
  if (read.verdict === 'tell-app') return redirect(read.location);
  if (call.method === 'POST') return decide(parts, read.request, parameters);
  const accounts = parts.accounts.all().map(({ head }) => head);
  return consentPage(read.request, parameters, accounts);
};

const decide = (parts: EmulatorParts, request: AuthorizeRequest, form: URLSearchParams): Answer => {
  const { redirectUri, state } = request;
  if (form.get('decision') !== 'allow') {
    return redirect(
      returnTo(redirectUri, { error: 'access_denied', error_description: 'The user denied access.', state }),
    );
  }
  const account = parts.accounts.get(form.get('account') ?? '');
  if (account === undefined) return strayPage('This account does not exist.');
  const role = form.get('role') ?? '';
  if (!mayConsent(role)) return roleRefusedPage(request, role, questionAgain(form));
  const code = parts.tokens.newCode({
    install: parts.tokens.install(request.client.id, account.head.id),
    scopes: request.scopes,
    redirectUri,
    challenge: request.challenge,
  });
  return redirect(returnTo(redirectUri, { code, state }));
};

const questionAgain = (form: URLSearchParams): string => {
  const question = new URLSearchParams(form);
  for (const answer of ['account', 'role', 'decision']) question.delete(answer);
  return `/oauth/authorize?${question.toString()}`;
};

const redirect = (location: string): Answer => ({
  status: 302,
  headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
});
