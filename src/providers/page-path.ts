import { createHash } from 'node:crypto';

/** Pages of one reading at most: ten million members of a list. */
const MOST_PAGES = 100_000;

/** Where a reading stands, written behind the path of its next page. */
interface Trail {
  readonly pages: number;
  /** Pages after which the mark moves on. */
  readonly span: number;
  /** Pages since the mark was set. */
  readonly since: number;
  /** Digest of a page that was read: who comes back to it goes round in a circle. */
  readonly mark: string;
}

/** The path without the trail behind it, as it is asked for. */
export const pathOfPage = (path: string): string => path.split('#', 1)[0] ?? path;

/**
 * The path of the page after `path`, which carries a trail so that a reading over many requests comes to an end whatever
 * Klaviyo answers: by Brent's way of finding a circle, which has to remember one page and no more.
 *
 * @param path of this page, with its trail
 * @param next of the next one
 * @returns null where it makes no progress: it names this page, one that was read before, or there is no end of pages
 */
export function followPage(path: string, next: string): string | null {
  const here = pathOfPage(path);
  const { pages, span, since, mark } = trailOf(path) ?? { pages: 1, span: 1, since: 0, mark: digest(here) };
  const digested = digest(next);
  if (next === here || digested === mark || pages >= MOST_PAGES) return null;
  const isDue = since + 1 >= span;
  const trail = isDue ? [pages + 1, span * 2, 0, digested] : [pages + 1, span, since + 1, mark];
  return `${next}#${trail.join('.')}`;
}

function trailOf(path: string): Trail | null {
  const [pages, span, since, mark] = (path.split('#', 2)[1] ?? '').split('.');
  if (mark === undefined) return null;
  return { pages: Number(pages), span: Number(span), since: Number(since), mark };
}

const digest = (path: string): string => createHash('sha256').update(path).digest('base64url').slice(0, 16);
