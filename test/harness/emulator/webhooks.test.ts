import { expect } from 'chai';
import { EmulatorUnderTest, text } from './emulator-under-test.js';

describe('emulator: webhooks', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const body = (topic: string, endpoint_url = 'https://hooks.loyal.co/klaviyo') => ({
    data: {
      type: 'webhook',
      attributes: { name: 'Unsubscribes', endpoint_url, secret_key: 's'.repeat(16) },
      relationships: { 'webhook-topics': { data: [{ type: 'webhook-topic', id: topic }] } },
    },
  });

  it('are made, read, changed and removed; the secret is never shown', async () => {
    const topics = await under.api('GET', '/api/webhook-topics');
    const topic = text(topics.json['data']![0]!['id']);
    const made = await under.api('POST', '/api/webhooks', body(topic));
    expect(made.status, made.text).to.equal(201);
    expect(made.text).not.to.include('ssss');
    const id = text(made.json['data']!['id']);
    const path = `/api/webhooks/${id}`;
    const changed = await under.api('PATCH', path, {
      data: { type: 'webhook', id, attributes: { enabled: false } },
    });
    expect(changed.json['data']!['attributes']).to.include({ enabled: false, name: 'Unsubscribes' });
    const read = await under.api('GET', `${path}?include=webhook-topics`);
    expect(read.json['included']![0]!['id']).to.equal(topic);
    expect((await under.api('GET', '/api/webhooks')).json['data']).to.have.length(1);
    expect((await under.api('DELETE', path)).status).to.equal(204);
    expect((await under.api('GET', path)).status).to.equal(404);
  });

  it('having an unknown topic or an address without TLS, are refused', async () => {
    expect((await under.api('POST', '/api/webhooks', body('event:klaviyo.uninstalled'))).status).to.equal(
      400,
    );
    const open = body('event:klaviyo.unsubscribed_from_list', 'http://hooks.loyal.co/klaviyo');
    expect((await under.api('POST', '/api/webhooks', open)).status).to.equal(400);
  });
});
