import type { Attempt, Overview } from '../../contract/index.js';
import type { InstallationView } from '../host/host.js';
import type { ConsoleInstallation } from './console-model.js';
import { html, type HtmlValue, type SafeHtml } from './html.js';

/** One installation: state, account, counts, problems, last attempts. */
export function renderInstallation(installation: ConsoleInstallation, now: number): SafeHtml {
  const { view, name, overview, attempts } = installation;
  const account = view.check?.account;
  return html`<section aria-label="${name}">
    <h2>${name} <span class="state ${stateClass(view)}">${view.check?.state ?? 'unknown'}</span></h2>
    <p>
      ${account ? html`Account <strong>${account.name}</strong> <code>${account.id}</code>` : 'No account'} ·
      ${view.active ? 'active' : 'not active'}${view.reason && html` · ${view.reason.message}`}
    </p>
    ${renderButtons(installation)} ${renderProblems(view)} ${overview && renderCounts(overview, now)}
    ${attempts.length > 0 && renderAttempts(attempts)}
  </section>`;
}

function stateClass(view: InstallationView): string {
  if (view.check?.state === 'active') return 'good';
  return view.check?.state === 'needs-reconnect' ? 'bad' : 'calm';
}

function renderButtons({ view, oauth }: ConsoleInstallation): HtmlValue {
  const state = view.check?.state;
  const connect = oauth && state !== 'active' && state !== 'connected';
  if (!connect && view.active) return null;
  return html`<p class="buttons">
    ${connect && html`<button data-connect="${view.id}">Connect</button>`}
    ${!view.active && !connect && html`<button data-activate="${view.id}">Save with Active</button>`}
  </p>`;
}

function renderProblems(view: InstallationView): HtmlValue {
  const problems = [
    ...view.problems,
    ...(view.check?.issues ?? []).map((issue) => ({ ...issue, severity: 'warning' as const })),
  ];
  if (problems.length === 0) return null;
  return html`<ul class="problems">
    ${problems.map(
      ({ severity, code, message }) =>
        html`<li class="${severity}"><strong>${severity}</strong> ${message} <code>${code}</code></li>`,
    )}
  </ul>`;
}

function renderCounts({ counts, oldestWaitingAt }: Overview, now: number): SafeHtml {
  const ignored = Object.values(counts.ignored).reduce((sum, count) => sum + count, 0);
  const oldest =
    oldestWaitingAt === null ? '–' : `${Math.max(0, Math.round((now - oldestWaitingAt) / 1000))} s`;
  const rows: readonly (readonly [string, string | number])[] = [
    ['Waiting events', counts.waitingEvents],
    ['Waiting states', counts.waitingStates],
    ['Oldest waiting', oldest],
    ['Delivered (48 h)', counts.delivered],
    ['Dead letters', counts.deadLetters],
    ['Ignored', ignored],
  ];
  return html`<dl>
    ${rows.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function renderAttempts(attempts: readonly Attempt[]): SafeHtml {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Last attempts">
    <table>
      <caption>
        Last attempts
      </caption>
      <thead>
        <tr>
          <th scope="col">At</th>
          <th scope="col">Operation</th>
          <th scope="col">Items</th>
          <th scope="col">Result</th>
          <th scope="col">Status</th>
          <th scope="col">ms</th>
        </tr>
      </thead>
      <tbody>
        ${attempts.map(
          (attempt) =>
            html`<tr>
              <td>${new Date(attempt.at).toISOString().slice(11, 19)}</td>
              <td>${attempt.operation}</td>
              <td>${attempt.items}</td>
              <td>${attempt.result}</td>
              <td>${attempt.status ?? '–'}</td>
              <td>${attempt.ms}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
