import { expect } from 'chai';
import { mappedEvent } from '../../../../src/delivery/capabilities/events/mapped-event.js';
import type { OutboxEvent } from '../../../../src/delivery/member/member-work.js';
import { defaultSettings } from '../../../../src/settings/index.js';

describe('mappedEvent', () => {
  const hour = 3_600_000;
  const acceptedAt = Date.UTC(2026, 11, 1, 12);
  const lane = { settings: defaultSettings(), eventTypes: new Map() };
  const isHistory = (hoursBefore: number, waitedHours = 0, backfill = false) => {
    const occurredAt = new Date(acceptedAt - hoursBefore * hour).toISOString();
    const event = { id: 'e', type: 'VISITED_VENUE', subject: 'm', payload: {}, occurredAt };
    const outbox = { event, acceptedAt, backfill } as unknown as OutboxEvent;
    const target = { metric: 'Visited Venue', profile: { attributes: { email: 'a@loyalty-demo.net' } } };
    const now = acceptedAt + waitedHours * hour;
    return mappedEvent(lane, { wallet: null }, outbox, target, now).toSend.backfill;
  };

  it('starts flows with what has just happened', () => {
    expect([isHistory(0), isHistory(23), isHistory(0, 23)]).to.deep.equal([false, false, false]);
  });

  it('records as history what is loaded, has waited for a day, or was older than a day when it came', () => {
    expect([isHistory(0, 0, true), isHistory(0, 25), isHistory(25)]).to.deep.equal([true, true, true]);
  });
});
