import { Fault } from '../../contract/index.js';

/** Where a page ended: rows of one moment are told apart by their keys. */
export interface PageCursor {
  readonly at: number;
  readonly key: string;
}

export const writeCursor = ({ at, key }: PageCursor): string =>
  Buffer.from(JSON.stringify([at, key])).toString('base64url');

/** @throws Fault `cursor_invalid` */
export function readCursor(cursor: string): PageCursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string') {
      return { at: value[0], key: value[1] };
    }
  } catch {
    // As any other text that is no cursor.
  }
  throw new Fault({
    kind: 'payload',
    code: 'cursor_invalid',
    message: 'Give the cursor back exactly as the page before named it.',
    path: '/cursor',
  });
}
