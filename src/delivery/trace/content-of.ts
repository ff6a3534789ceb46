import type { AttemptDetail, Json, LoyaltyEvent } from '../../contract/index.js';
import type { RecordingSession } from './recording-session.js';
import { redacted } from './redacted.js';

/** Whom a request is about, and what has happened to them. */
export interface About {
  readonly memberId: string;
  readonly event?: LoyaltyEvent;
}

/** Of a bulk request the first ones are noted: all of them would cost as much as the delivery itself. */
export const MOST_NOTED = 20;

/** A row must not grow with what is sent: 16 KB. */
const MOST_CHARACTERS = 16_384;

/** What is kept of a request, as JSON; nothing personal in clear. */
export function contentOf({ request, answer }: RecordingSession, about: readonly About[]): string {
  const content = {
    method: request?.method ?? '',
    path: pathOf(request?.path ?? ''),
    request: redacted(request?.body),
    response: redacted(answer?.body),
    causes: about.map(({ memberId, event }) => ({ memberId, event: event ? eventOf(event) : null })),
  } satisfies AttemptDetail['content'];
  const json = JSON.stringify(content);
  if (json.length <= MOST_CHARACTERS) return json;
  // The first of a batch tells as much as twenty.
  const first = { ...content, causes: content.causes.slice(0, 3), request: cut(content.request) };
  const shorter = JSON.stringify(first);
  if (shorter.length <= MOST_CHARACTERS) return shorter;
  return JSON.stringify({ ...first, request: '…', response: cut(content.response), causes: [] });
}

const eventOf = (event: LoyaltyEvent): Json => redacted({ ...event, executor: undefined }, event.type);

/** A value as text, cut: it is no JSON any more, and is shown as it is. */
const cut = (value: Json): Json => {
  const text = JSON.stringify(value);
  return text.length > 5_000 ? `${text.slice(0, 5_000)}…` : value;
};

/** A filter may name identifiers. */
const pathOf = (path: string): string => {
  const [address = '', query] = path.split('?');
  if (query === undefined) return address;
  const shown = redacted(decoded(query));
  return `${address}?${typeof shown === 'string' ? shown : '…'}`;
};

const decoded = (query: string): string => {
  try {
    return decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    return '…';
  }
};
