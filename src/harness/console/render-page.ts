import type { ConsoleModel } from './console-model.js';
import { html } from './html.js';
import { renderFragment } from './render-fragment.js';

/** The whole page; it works without its script, which only keeps it fresh and offers the buttons. */
export function renderPage(model: ConsoleModel): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Extensions · ${model.tenant}</title>
        <link rel="stylesheet" href="/console/style.css" />
        <script src="/console/script.js" defer></script>
      </head>
      <body>
        <header>
          <h1>Extensions</h1>
          <nav aria-label="Elsewhere">
            <a href="${model.klaviyoUrl}">Klaviyo</a>
            <a href="/api/installations">API</a>
          </nav>
        </header>
        <p id="notice" role="status"></p>
        <main id="live" data-tenant="${model.tenant}">${renderFragment(model)}</main>
      </body>
    </html>`.html;
}
