import { html } from './html.js';

/** How an authorisation ended. */
export type CallbackPageOutcome =
  | { readonly ok: true; readonly account: { readonly id: string; readonly name: string } }
  | {
      readonly ok: false;
      readonly issue: { readonly code: string; readonly path: string; readonly message: string };
    };

/** The page in the pop-up: one sentence and a way back; its script tells the console and closes the window. */
export function renderCallback(outcome: CallbackPageOutcome): string {
  const sentence = outcome.ok
    ? html`Connected to <strong>${outcome.account.name}</strong> (${outcome.account.id}). You can close this
        window.`
    : html`Not connected: ${outcome.issue.message}
        <small>Code <code>${outcome.issue.code}</code>, at <code>${outcome.issue.path || '/'}</code></small>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${outcome.ok ? 'Connected' : 'Not connected'}</title>
        <link rel="stylesheet" href="/console/callback.css" />
        <script
          src="/console/callback.js"
          data-result="${outcome.ok ? 'connected' : 'refused'}"
          data-code="${outcome.ok ? '' : outcome.issue.code}"
          data-message="${outcome.ok ? '' : outcome.issue.message}"
          defer
        ></script>
      </head>
      <body>
        <main>
          <p role="status">${sentence}</p>
          <p><a href="/settings/integrations/extensions">Back to the console</a></p>
        </main>
      </body>
    </html>`.html;
}
