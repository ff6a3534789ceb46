import { injectable } from 'inversify';
import type { JsonObject } from '../contract/index.js';
import type { KlaviyoRequest, KlaviyoSession } from '../klaviyo/index.js';
import type { Outcome } from './outcome.js';
import { readAnswer } from './read-answer.js';

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

/**
 * Events: `POST /api/events`, one a request, 202 with an empty body. The profile part carries identifiers and never
 * properties, so that an event can not overwrite a newer profile.
 */
@injectable()
export class EventsProvider {
  readonly operation = 'create_event';

  request(event: EventToSend): KlaviyoRequest {
    return {
      operation: this.operation,
      method: 'POST',
      path: '/api/events',
      body: {
        data: {
          type: 'event',
          attributes: {
            properties: event.properties,
            time: event.time,
            // Always sent: left out, two events of one metric in one second would become one.
            unique_id: event.uniqueId,
            ...(event.value === undefined ? {} : { value: event.value }),
            ...(event.valueCurrency === undefined ? {} : { value_currency: event.valueCurrency }),
            ...(event.backfill ? { backfill: true } : {}),
            metric: { data: { type: 'metric', attributes: { name: event.metric } } },
            profile: {
              data: {
                type: 'profile',
                ...(event.profile.id === undefined ? {} : { id: event.profile.id }),
                attributes: event.profile.attributes,
              },
            },
          },
        },
      },
    };
  }

  async send(session: KlaviyoSession, event: EventToSend): Promise<Outcome> {
    return readAnswer(await session.send(this.request(event)), () => undefined);
  }
}
