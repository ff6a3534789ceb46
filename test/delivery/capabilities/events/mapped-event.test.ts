import { expect } from 'chai';
import { mappedEvent } from '../../../../src/delivery/capabilities/events/mapped-event.js';
import type { OutboxEvent } from '../../../../src/delivery/member/member-work.js';
import type { FrozenTarget } from '../../../../src/store/index.js';

const DAY_MS = 24 * 3_600_000;

describe('mappedEvent', () => {
  const acceptedAt = Date.UTC(2026, 10, 23, 12);
  const metaTypeMappings = { value: '/spend', currency: '/currency' };
  const lane = {
    settings: { prefix: 'Loyalty ', attributes: [] },
    eventTypes: new Map([['PURCHASED', { id: 'PURCHASED', name: 'Purchased', metaTypeMappings }]]),
  };
  const purchase = {
    event: {
      id: 'e1',
      type: 'PURCHASED',
      subject: 'm1',
      payload: { spend: 12.5, currency: 'GBP', note: 'kept' },
    },
    acceptedAt,
    backfill: false,
  };
  const target: FrozenTarget = {
    metric: 'Bought',
    profile: { attributes: { email: 'ada@loyalty-demo.net' } },
  };
  const sent = (without?: readonly string[], now = acceptedAt) =>
    mappedEvent(
      lane as never,
      { wallet: { memberId: 'm1', points: 7, tier: null } },
      purchase as unknown as OutboxEvent,
      without ? { ...target, without: [...without] } : target,
      now,
    ).toSend;

  it('goes whole, under the metric and the profile of its first attempt', () => {
    expect(sent()).to.deep.include({ ...target, uniqueId: 'e1', value: 12.5, valueCurrency: 'GBP' });
    expect(sent().properties).to.include({ note: 'kept', 'Points Balance': 7 });
  });

  it('goes without the value that was refused, and a currency says nothing alone', () => {
    expect(sent(['value'])).not.to.have.any.keys('value', 'valueCurrency');
    expect(sent(['value']).properties).to.deep.equal(sent().properties);
  });

  it('goes without the currency that was refused, and keeps the value', () => {
    const less = sent(['value_currency']);
    expect(less).to.include({ value: 12.5 }).and.not.to.have.any.keys('valueCurrency');
  });

  it('goes without the property that was refused, and keeps the others', () => {
    const { properties, value } = sent(['properties/note']);
    expect(properties).not.to.have.property('note');
    expect(properties).to.include({ spend: 12.5, 'Event Type': 'PURCHASED' });
    expect(value).to.equal(12.5);
  });

  it('is history when it has waited for more than a day, and starts no flow then', () => {
    expect(sent(undefined, acceptedAt + DAY_MS)).to.include({ backfill: false });
    const late = sent(undefined, acceptedAt + DAY_MS + 1);
    expect(late).to.include({ backfill: true });
    expect(late.properties, 'the balance is no longer its own').not.to.have.property('Points Balance');
  });

  it('is history when it was older than a day as it came', () => {
    const came = (hoursBefore: number) => {
      const occurredAt = new Date(acceptedAt - hoursBefore * 3_600_000).toISOString();
      const old = { ...purchase, event: { ...purchase.event, occurredAt } };
      return mappedEvent(lane as never, { wallet: null }, old as unknown as OutboxEvent, target, acceptedAt)
        .toSend;
    };
    expect([came(23).backfill, came(25).backfill]).to.deep.equal([false, true]);
  });
});
