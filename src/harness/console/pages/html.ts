/** Text that is HTML already. */
export interface SafeHtml {
  readonly html: string;
}

/** What may stand in a template: text is escaped, HTML stays, lists are joined, nothing is nothing. */
export type HtmlValue = string | number | null | undefined | false | SafeHtml | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A template that escapes all it is given, for text and for quoted attributes.
 *
 * @example
 * html`<p title="${name}">${name}</p>`.html
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  return { html: parts.reduce((text, part, index) => text + render(values[index - 1]) + part) };
}

function render(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  if (typeof value === 'number') return String(value);
  if ('html' in value) return value.html;
  return value.map(render).join('');
}
