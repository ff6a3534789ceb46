import type { EmulatorParts } from './emulator-parts.js';
import { escapeHtml } from './http/escape-html.js';
import type { Answer } from './http/exchange.js';
import { htmlPage } from './http/html-page.js';
import { isoTime } from './iso-time.js';
import type { AccountState } from './state/account-state.js';

const LATEST = 10;

/** What somebody who opens the emulator in a browser sees: the accounts, their lists and what arrived last. */
export const overviewPage = (parts: EmulatorParts): Answer =>
  htmlPage(
    200,
    'Klaviyo emulator',
    `<h1>Klaviyo emulator</h1>
<p>It is ${escapeHtml(isoTime(parts.clock.now()))} here. Everything: <a href="/__admin/state">state</a>, <a href="/__admin/requests">requests</a>, <a href="/__admin/violations">violations</a>, <a href="/__admin/switches">switches</a>.</p>
${parts.accounts.all().map(section).join('\n')}`,
    true,
  );

const section = (account: AccountState): string => {
  const { id, name } = account.head;
  const lists = account.lists.heads().slice(0, LATEST);
  const more = account.lists.heads().length - lists.length;
  const events = account.events.all().slice(-LATEST).reverse();
  return `<h2>${escapeHtml(name)} <code>${escapeHtml(id)}</code></h2>
<p>${account.profiles.size} profiles, ${account.events.size} events</p>
${table(
  ['List', 'Members'],
  lists.map((list) => [list.name, String(account.lists.memberCount(list.id))]),
)}${more > 0 ? `<p>and ${more} more lists</p>` : ''}
${
  events.length === 0
    ? ''
    : table(
        ['Event', 'Profile', 'Time'],
        events.map((event) => [
          account.events.metric(event.metricId)?.name ?? '',
          nameOf(account, event.profileId),
          isoTime(event.time),
        ]),
      )
}`;
};

const nameOf = (account: AccountState, profileId: string): string => {
  const profile = account.profiles.get(profileId);
  return profile?.email ?? profile?.phone_number ?? profile?.external_id ?? profileId;
};

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => `<table>
<thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table>`;
