import type { ConsoleModel } from './console-model.js';
import { html, type SafeHtml } from './html.js';
import { renderInstallation } from './render-installation.js';

/** The part of the page that is fetched anew every few seconds. */
export function renderFragment(model: ConsoleModel): SafeHtml {
  const { tenant, counts, catalogue, refused, installations, now } = model;
  return html`<p class="meta">
      Tenant <strong>${tenant}</strong>: ${counts.members} members, ${counts.wallets} wallets,
      ${counts.audiences} audiences
    </p>
    ${installations.length === 0 && html`<p>No extension is installed for this tenant.</p>`}
    ${installations.map((installation) => renderInstallation(installation, now))}
    <section aria-labelledby="catalogue">
      <h2 id="catalogue">Catalogue</h2>
      <ul>
        ${catalogue.map(
          ({ name, type, version, description }) =>
            html`<li><strong>${name}</strong> <code>${type} ${version}</code> ${description}</li>`,
        )}
        ${refused.map(
          ({ manifest, message }) =>
            html`<li class="error"><code>${manifest}</code> was not loaded: ${message}</li>`,
        )}
      </ul>
    </section>`;
}
