import { injectable } from 'inversify';
import type { JsonObject } from '../contract/index.js';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { readAnswer, readNothing } from './read-answer.js';
import { written, type WrittenRequest } from './written-request.js';

/** One event, mapped: what `eventToMetric` gives, and whose it is. */
export interface EventToSend {
  readonly metric: string;
  readonly profile: { readonly id?: string; readonly attributes: Readonly<Record<string, string>> };
  readonly properties: JsonObject;
  /** ISO-8601. */
  readonly time: string;
  readonly uniqueId: string;
  readonly value?: number;
  readonly valueCurrency?: string;
  readonly backfill: boolean;
}

/** Events of one profile in a bulk request, in their order. */
export interface EventGroup {
  /** Whom the group stands for, for the reader of a refusal; it is not sent. */
  readonly owner: string;
  readonly profile: EventToSend['profile'];
  readonly events: readonly EventToSend[];
}

/**
 * Events: `POST /api/events`, one a request, and `POST /api/event-bulk-create-jobs`, up to 1000 and 5 MB a request,
 * grouped by profile; both answer 202 with an empty body. A bulk request is all or nothing. The profile part carries
 * identifiers and never properties, so that an event cannot overwrite a newer profile.
 */
@injectable()
export class EventsProvider {
  readonly operation = 'create_event';
  readonly bulkOperation = 'bulk_create_events';
  /** How the pointer of a refused bulk request names a group. */
  readonly groupPattern = /^\/data\/attributes\/events-bulk-create\/data\/(\d+)(?:\/|$)/;

  request(event: EventToSend): KlaviyoRequest {
    return {
      operation: this.operation,
      method: 'POST',
      path: '/api/events',
      body: {
        data: {
          type: 'event',
          attributes: { ...attributesOf(event), profile: { data: profileOf(event.profile) } },
        },
      },
    };
  }

  bulkRequest(groups: readonly EventGroup[]): WrittenRequest {
    return written({
      operation: this.bulkOperation,
      method: 'POST',
      path: '/api/event-bulk-create-jobs',
      body: {
        data: {
          type: 'event-bulk-create-job',
          attributes: {
            'events-bulk-create': {
              data: groups.map(({ profile, events }) => ({
                type: 'event-bulk-create',
                attributes: {
                  profile: { data: profileOf(profile) },
                  events: {
                    data: events.map((event) => ({ type: 'event', attributes: attributesOf(event) })),
                  },
                },
              })),
            },
          },
        },
      },
    });
  }

  async send(session: KlaviyoSession, event: EventToSend): Promise<Outcome> {
    const request = this.request(event);
    return readAnswer(request, await session.send(request), readNothing);
  }

  /** @param request from {@link bulkRequest} */
  async sendMany(session: KlaviyoSession, request: KlaviyoRequest): Promise<Outcome> {
    return readAnswer(request, await session.send(request), readNothing);
  }
}

/** Written for each of a thousand events in a request: what is undefined is left out when it becomes JSON. */
const attributesOf = (event: EventToSend) => ({
  properties: event.properties,
  time: event.time,
  // Always sent: left out, two events of one metric in one second would become one.
  unique_id: event.uniqueId,
  value: event.value,
  value_currency: event.valueCurrency,
  backfill: event.backfill ? true : undefined,
  metric: { data: { type: 'metric', attributes: { name: event.metric } } },
});

const profileOf = ({ id, attributes }: EventToSend['profile']) => ({
  type: 'profile',
  ...(id === undefined ? {} : { id }),
  attributes,
});
