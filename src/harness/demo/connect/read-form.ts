/** A form of a page: where it goes and what it carries unasked. */
export interface PageForm {
  readonly method: string;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the first form of a page, as far as the local consent page needs it; undefined when there is none. */
export function readForm(html: string): PageForm | undefined {
  const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(html);
  if (!form) return undefined;
  const own = attributes(form[1] ?? '');
  const hidden = [...(form[2] ?? '').matchAll(/<input\b([^>]*)>/gi)]
    .map((match) => attributes(match[1] ?? ''))
    .filter((input) => input['type'] === 'hidden')
    .map((input) => [input['name'] ?? '', input['value'] ?? ''] as const);
  return {
    method: (own['method'] ?? 'get').toUpperCase(),
    action: own['action'] ?? '',
    hidden: Object.fromEntries(hidden),
  };
}

function attributes(text: string): Readonly<Record<string, string | undefined>> {
  const pairs = [...text.matchAll(/([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)];
  return Object.fromEntries(
    pairs.map((match) => [(match[1] ?? '').toLowerCase(), unescape(match[2] ?? match[3] ?? match[4] ?? '')]),
  );
}

function unescape(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (/^#x/i.test(name)) return String.fromCodePoint(parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return ENTITIES[name.toLowerCase()] ?? whole;
  });
}
