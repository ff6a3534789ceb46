import type { Answer } from '../http/exchange.js';
import type { AuthorizeRequest } from './authorize-request.js';
import { escapeHtml } from '../http/escape-html.js';
import { htmlPage } from '../http/html-page.js';
import { SCOPE_WORDS } from './scopes.js';

/** The roles that can be chosen; only the first two may allow an app. */
const ROLES = ['owner', 'admin', 'manager', 'analyst', 'content creator', 'support'] as const;

/** Whether somebody of a role may allow an app. */
export const mayConsent = (role: string): boolean => role === 'owner' || role === 'admin';

/** An account as the page offers it. */
export interface OfferedAccount {
  readonly id: string;
  readonly name: string;
}

/** Asks which account an app may enter, and whether it may. */
export const consentPage = (
  request: AuthorizeRequest,
  parameters: URLSearchParams,
  accounts: readonly OfferedAccount[],
): Answer => {
  const app = escapeHtml(request.client.name);
  const hidden = [...parameters]
    .filter(([name]) => !['account', 'role', 'decision'].includes(name))
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`);
  const scopes = request.scopes.map(
    (scope) => `<li>${escapeHtml(SCOPE_WORDS[scope] ?? scope)} <code>${escapeHtml(scope)}</code></li>`,
  );
  const options = accounts.map(
    ({ id, name }) => `<option value="${escapeHtml(id)}">${escapeHtml(name)} (${escapeHtml(id)})</option>`,
  );
  const roles = ROLES.map((role) => `<option value="${role}">${role}</option>`);
  return htmlPage(
    200,
    `Allow ${request.client.name}?`,
    `<h1>${app} asks to use your Klaviyo account</h1>
<p>It will be able to:</p>
<ul>
${scopes.join('\n')}
</ul>
<form method="post" action="/oauth/authorize">
${hidden.join('\n')}
<label for="account">Account</label>
<select id="account" name="account" required>
${options.join('\n')}
</select>
<label for="role">You are signed in as</label>
<select id="role" name="role" required>
${roles.join('\n')}
</select>
<p>You go back to <code>${escapeHtml(new URL(request.redirectUri).host)}</code>.</p>
<div class="deeds">
<button type="submit" name="decision" value="deny">Deny</button>
<button type="submit" name="decision" value="allow" class="main">Allow</button>
</div>
</form>`,
  );
};

/** Says that a role may not allow an app; the way back is to the question. */
export const roleRefusedPage = (request: AuthorizeRequest, role: string, back: string): Answer =>
  htmlPage(
    403,
    'Not allowed',
    `<h1>Only an owner or admin can do this</h1>
<p>As ${escapeHtml(role === '' ? 'somebody without a role' : role)} you cannot let ${escapeHtml(request.client.name)} into this account. Nothing was changed. Ask an owner or an admin of the account.</p>
<div class="deeds"><a class="button main" href="${escapeHtml(back)}">Back</a></div>`,
  );

/** Says that a request cannot be answered, and sends nobody anywhere. */
export const strayPage = (reason: string): Answer =>
  htmlPage(400, 'This link does not work', `<h1>This link does not work</h1>\n<p>${escapeHtml(reason)}</p>`);
