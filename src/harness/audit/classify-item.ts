import type { Receipt } from '../../contract/index.js';
import type { AuditSettings } from './settings-issues.js';

/** What is to be done with an item: keep a row of it, or answer at once. */
export type Classified =
  { readonly keep: { readonly id: string; readonly type: string } } | { readonly receipt: Receipt };

/** Decides by the form of an item alone; whether it is a duplicate is for the store to say. */
export function classifyItem(item: object, settings: AuditSettings): Classified {
  const { id, kind, type } = item as {
    readonly id?: unknown;
    readonly kind?: unknown;
    readonly type?: unknown;
  };
  const name = typeof id === 'string' ? id : '';
  // A hint that a state has changed carries nothing to keep, and may come again and again.
  if (kind === 'changed') return { receipt: { id: name, status: 'accepted' } };
  if (name === '') return rejected(name, 'id_missing', '/id', 'Give the event an id, as a text.');
  if (typeof type !== 'string' || type === '') {
    return rejected(name, 'type_missing', '/type', 'Give the event a type, as a text.');
  }
  if (settings.include && !settings.include.includes(type)) {
    const message = 'The settings include other event types only.';
    return { receipt: { id: name, status: 'ignored', code: 'not_included', message } };
  }
  return { keep: { id: name, type } };
}

function rejected(id: string, code: string, path: string, message: string): Classified {
  return { receipt: { id, status: 'rejected', code, path, message } };
}
