import { compares, timeIn } from '../http/compares.js';
import { readFilter, type Condition, type Filterable } from '../http/filter.js';
import { cutPage, pageLinks, pageSize, readSort } from '../http/page.js';
import { sparse } from '../http/sparse-fields.js';
import { isoTime } from '../iso-time.js';
import type { JsonObject } from '../json.js';
import type { ApiCall, Handler } from '../operations/api-call.js';
import { profileResource } from '../profiles/profile-resource.js';
import type { RecordedEvent } from '../state/event-store.js';
import { metricResource } from './get-metrics.js';

const TIMES = ['greater-or-equal', 'greater-than', 'less-or-equal', 'less-than'];
const FILTERS: Filterable = {
  metric_id: ['equals'],
  profile_id: ['equals'],
  profile: ['has'],
  metric: ['has'],
  datetime: TIMES,
  timestamp: TIMES,
};
const USUAL_PAGE = 200;

/** `GET /api/events`, by time, oldest first unless asked otherwise. */
export const getEvents: Handler = (call) => {
  const conditions = readFilter(call.query, FILTERS);
  const found = candidates(call, conditions).filter((event) => conditions.every((one) => holds(event, one)));
  const order = {
    value: ({ time }: RecordedEvent) => time,
    seq: ({ seq }: RecordedEvent) => seq,
    descending: readSort(call.query)?.descending ?? false,
    natural: false,
  };
  const page = cutPage(found, order, call.query, pageSize(call.query, USUAL_PAGE));
  return {
    status: 200,
    json: {
      data: page.items.map((event) => sparse(eventResource(call, event), call.query)),
      links: pageLinks(call.self, page),
      ...(call.query.has('include') ? { included: included(call, page.items) } : {}),
    },
  };
};

const candidates = (call: ApiCall, conditions: readonly Condition[]): readonly RecordedEvent[] => {
  const { events } = call.account;
  const profile = conditions.find(({ field }) => field === 'profile_id')?.values[0];
  const found = profile === undefined ? events.all() : events.of(profile);
  const visible = call.now - call.parts.switches.readDelayMs;
  return found.filter(({ at }) => at <= visible);
};

const holds = (event: RecordedEvent, condition: Condition): boolean => {
  const [value = ''] = condition.values;
  switch (condition.field) {
    case 'metric_id':
      return event.metricId === value;
    case 'profile_id':
      return event.profileId === value;
    case 'datetime':
      return compares(event.time, condition, timeIn(condition));
    case 'timestamp':
      return compares(event.time / 1000, condition, Number(value));
    default:
      return true;
  }
};

const eventResource = (call: ApiCall, event: RecordedEvent): JsonObject => {
  const self = `${call.base}/api/events/${event.id}`;
  const one = (type: string, id: string): JsonObject => ({
    data: { type, id },
    links: { self: `${self}/relationships/${type}/`, related: `${self}/${type}/` },
  });
  return {
    type: 'event',
    id: event.id,
    attributes: {
      timestamp: event.time / 1000,
      event_properties: {
        ...event.properties,
        $event_id: event.uniqueId,
        ...(event.value === null ? {} : { $value: event.value }),
        ...(event.currency === null ? {} : { $currency_code: event.currency }),
      },
      datetime: isoTime(event.time),
      uuid: event.id,
    },
    relationships: { profile: one('profile', event.profileId), metric: one('metric', event.metricId) },
    links: { self: `${self}/` },
  };
};

const included = (call: ApiCall, events: readonly RecordedEvent[]): JsonObject[] => {
  const wanted = call.query.get('include')?.split(',') ?? [];
  const metrics = wanted.includes('metric') ? [...new Set(events.map(({ metricId }) => metricId))] : [];
  const profiles = wanted.includes('profile') ? [...new Set(events.map(({ profileId }) => profileId))] : [];
  return [
    ...metrics.flatMap((id) => {
      const metric = call.account.events.metric(id);
      return metric === undefined ? [] : [sparse(metricResource(call, metric), call.query)];
    }),
    ...profiles.flatMap((id) => {
      const profile = call.account.profiles.get(id);
      return profile === undefined ? [] : [sparse(profileResource(profile, call.base), call.query)];
    }),
  ];
};
