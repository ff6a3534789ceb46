import type { Changed, EventItem, LoyaltyEvent } from '../../contract/index.js';
import { isPlainObject } from '../json/is-plain-object.js';
import { isId } from './is-id.js';
import type { Malformed } from './malformed.js';

/** The answer to one incoming item. */
export type ParsedEventItem = { readonly ok: true; readonly item: EventItem } | Malformed;

/** Most bytes of a payload as JSON: a fifth of the largest body that Klaviyo takes. */
const LARGEST_PAYLOAD = 1_000_000;

/** No text of a time is as long. */
const LONGEST_TIME = 80;

const TYPE = /^[A-Z]+(_[A-Z]+)*$/;

type Problem = Omit<Malformed, 'ok' | 'id'>;
type Fields = Readonly<Record<string, unknown>>;

const problem = (path: string, code: string, message: string): Problem => ({ path, code, message });

function idProblem(value: unknown, path: string, name: string, code: string): Problem | undefined {
  if (isId(value)) return undefined;
  if (value === undefined || value === null || value === '')
    return problem(path, `${code}_required`, `Give ${name}: a text of 1 to 255 characters.`);
  if (typeof value === 'number')
    return problem(
      path,
      `${code}_invalid`,
      `Send ${name} as a text in quotes: ids are opaque, and a number loses digits.`,
    );
  return problem(
    path,
    `${code}_invalid`,
    `Give ${name} as a text of 1 to 255 characters without control characters.`,
  );
}

function typeProblem(type: unknown): Problem | undefined {
  if (type === undefined || type === null || type === '')
    return problem('/type', 'type_required', 'Give the event type, as PURCHASED_REWARD.');
  if (typeof type === 'string' && type.length >= 2 && type.length <= 64 && TYPE.test(type)) return undefined;
  return problem(
    '/type',
    'type_invalid',
    'An event type is 2 to 64 capital letters, its words joined by underscores.',
  );
}

function referenceProblem(fields: Fields, field: 'subject' | 'executor'): Problem | undefined {
  const value = fields[field];
  if (value === undefined || value === null || value === '' || isId(value)) return undefined;
  return problem(
    `/${field}`,
    `${field}_invalid`,
    `Give the ${field} as a text of at most 255 characters, or null.`,
  );
}

function payloadProblem(payload: unknown): Problem | undefined {
  if (payload === undefined || payload === null) return undefined;
  if (!isPlainObject(payload))
    return problem('/payload', 'payload_invalid', 'Give the payload as a JSON object.');
  let json: string;
  try {
    json = JSON.stringify(payload);
  } catch {
    // A cycle, a bigint, or nesting beyond what the engine can walk.
    return problem('/payload', 'payload_invalid', 'The payload cannot be written as JSON.');
  }
  // Only a text near the limit needs its bytes counted.
  if (json.length * 3 <= LARGEST_PAYLOAD || Buffer.byteLength(json) <= LARGEST_PAYLOAD) return undefined;
  return problem('/payload', 'payload_too_large', 'A payload has at most 1 MB as JSON; send less of it.');
}

function eventProblem(fields: Fields): Problem | undefined {
  return (
    idProblem(fields['id'], '/id', "the event's id", 'id') ??
    typeProblem(fields['type']) ??
    referenceProblem(fields, 'subject') ??
    referenceProblem(fields, 'executor') ??
    payloadProblem(fields['payload'])
  );
}

function changedProblem(fields: Fields): Problem | undefined {
  if (fields['facet'] !== 'profile' && fields['facet'] !== 'wallet')
    return problem('/facet', 'facet_invalid', 'Give the facet that has changed: profile or wallet.');
  if (fields['id'] !== undefined && !isId(fields['id']))
    return idProblem(fields['id'], '/id', 'the id', 'id');
  return idProblem(fields['memberId'], '/memberId', "the member's id", 'member_id');
}

/** A time as it is kept: what is wrong with it is told when it is sent, and costs the time, not the event. */
function timeAsText(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return value;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : typeof value;
  return text.slice(0, LONGEST_TIME);
}

function asEvent(fields: Fields): LoyaltyEvent {
  const { id, type, subject, executor, payload } = fields as Fields & LoyaltyEvent;
  const occurredAt = timeAsText(fields['occurredAt']);
  const reportedAt = timeAsText(fields['reportedAt']);
  return {
    id,
    type,
    ...(subject === undefined ? {} : { subject }),
    ...(executor === undefined ? {} : { executor }),
    ...(payload === undefined ? {} : { payload: payload }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(reportedAt === undefined ? {} : { reportedAt }),
  };
}

function asChanged({ id, facet, memberId }: Fields & Changed): Changed {
  return { kind: 'changed', ...(id === undefined ? {} : { id }), facet, memberId };
}

/**
 * Checks the form of one incoming item, and only its form: whether the subject is a member is settled later. Keys that
 * are not known are passed over (a newer host may send more) and not kept. Written by hand, for it stands before every
 * event: the time goes into `JSON.stringify` of the payload. A time that cannot be read is no wrong form: it is replaced
 * when the event is sent, with a warning.
 *
 * @param index - the item's place among those that came with it
 * @example
 * parseEventItem({ id: 7, type: 'X' }, 3); // { ok: false, id: '#3', code: 'id_invalid', path: '/id', … }
 */
export function parseEventItem(value: unknown, index?: number): ParsedEventItem {
  const place = index === undefined ? '' : `#${index}`;
  if (!isPlainObject(value))
    return { ok: false, id: place, ...problem('', 'item_invalid', 'Give each item as a JSON object.') };
  const id = isId(value['id']) ? value['id'] : place;
  const kind = value['kind'];
  if (kind === 'changed') {
    const wrong = changedProblem(value);
    return wrong ? { ok: false, id, ...wrong } : { ok: true, item: asChanged(value as Fields & Changed) };
  }
  if (kind !== undefined && value['type'] === undefined)
    return {
      ok: false,
      id,
      ...problem('/kind', 'kind_unknown', 'The only kind beside an event is changed.'),
    };
  const wrong = eventProblem(value);
  return wrong ? { ok: false, id, ...wrong } : { ok: true, item: asEvent(value) };
}
