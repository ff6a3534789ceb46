import { expect } from 'chai';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault, type Overview } from '../../../src/contract/index.js';
import { createServer } from '../../../src/harness/server/create-server.js';
import { FakeHost } from './fake-host.js';
import { errorOf, ServerFixture } from './fixture.js';

const overview: Overview = {
  state: 'active',
  counts: { waitingEvents: 1, waitingStates: 0, delivered: 0, deadLetters: 0, ignored: {} },
  oldestWaitingAt: null,
};

describe('createServer: what the console asks for', () => {
  let at: ServerFixture;
  beforeEach(() => {
    at = new ServerFixture();
  });
  afterEach(() => at.server.close());

  it('narrows activity down, and refuses a time that is none', async () => {
    const asked: unknown[] = [];
    at.host.extension = {
      activity: (_call, query) => {
        asked.push(query);
        return Promise.resolve({ items: [] });
      },
    };
    const url = '/api/installations/i1/activity';
    await at.send(
      'GET',
      `${url}?operation=create_event&result=done&memberId=m1&from=5&until=2026-11-24T00:00:00Z`,
    );
    expect(asked).to.deep.equal([
      {
        operation: 'create_event',
        result: 'done',
        memberId: 'm1',
        from: 5,
        until: Date.parse('2026-11-24T00:00:00Z'),
      },
    ]);
    const wrong = await at.send('GET', `${url}?from=yesterday`);
    expect(wrong.statusCode).to.equal(400);
    expect(errorOf(wrong)).to.include({ code: 'invalid_query', path: '/from' });
  });

  it('opens one request, and says where that is not offered', async () => {
    expect(errorOf(await at.send('GET', '/api/installations/i1/activity/a1')).code).to.equal(
      'operation_not_offered',
    );
    at.host.extension = { attempt: (_call, id) => Promise.resolve({ id } as never) };
    expect((await at.send('GET', '/api/installations/i1/activity/a1')).json()).to.deep.equal({ id: 'a1' });
  });

  it('makes a choice, and tells when it can be tried again', async () => {
    const url = '/api/installations/i1/options/lists';
    expect((await at.json('POST', url, { label: 'New' })).statusCode).to.equal(501);
    at.host.extension = { createOption: (_call, { label }) => Promise.resolve({ value: 'l1', label }) };
    const made = await at.json('POST', url, { label: 'New' });
    expect([made.statusCode, made.json()]).to.deep.equal([201, { value: 'l1', label: 'New' }]);
    expect((await at.json('POST', url, { label: ' ' })).statusCode).to.equal(422);
    const message = 'Try again in 2 hours.';
    at.host.extension = {
      createOption: () =>
        Promise.reject(
          new Fault({ kind: 'rate-limited', code: 'list_limit_reached', message, retryAfterMs: 7_200_000 }),
        ),
    };
    const full = await at.json('POST', url, { label: 'New' });
    expect(full.statusCode).to.equal(429);
    expect(full.headers['retry-after']).to.equal('7200');
    expect(errorOf(full).message).to.equal(message);
  });

  it("reads the platform's own data", async () => {
    expect((await at.send('GET', '/api/members?search=%20Ada%20&cursor=m0')).json()).to.have.property(
      'next',
      'm1',
    );
    expect(at.host.asked('searchMembers')).to.deep.equal([
      ['demo', { search: 'Ada', limit: 25, after: 'm0' }],
    ]);
    expect((await at.send('GET', '/api/audiences')).json()).to.have.nested.property('[0].members', 2);
    expect((await at.send('GET', '/api/event-types')).json()).to.have.length(1);
  });

  it('has no way to the vendor where it is the real one', async () => {
    expect((await at.send('GET', '/api/vendor/admin/faults')).statusCode).to.equal(404);
  });
});

describe('createServer: live updates', () => {
  it('push what has changed, the first at once, and end when the server closes', async () => {
    const host = new FakeHost();
    let delivered = 0;
    host.extension = {
      overview: () =>
        Promise.resolve({ ...overview, counts: { ...overview.counts, delivered: (delivered += 1) } }),
    };
    const server = createServer({ host, callbackPage: () => '' });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${url}/api/installations/i1/live?tenant=second`);
    expect(answer.headers.get('content-type')).to.equal('text/event-stream');
    const reader = answer.body!.getReader();
    const decoder = new TextDecoder();
    let text = '';
    while ((text.match(/data: /g) ?? []).length < 2) {
      const read = await reader.read();
      if (read.done) break;
      text += decoder.decode(read.value as Uint8Array);
    }
    const [first, second] = text
      .split('\n\n')
      .filter((part) => part !== '')
      .map((part) => JSON.parse(part.replace('data: ', '')) as object);
    expect(first).to.have.nested.property('overview.counts.delivered', 1);
    expect(second).to.have.nested.property('overview.counts.delivered', 2);
    expect(host.asked('installation')[0]).to.deep.equal(['second', 'i1']);
    await server.close();
    expect((await reader.read()).done).to.equal(true);
  });

  it('refuse an installation that is not there before a stream begins', async () => {
    const server = createServer({ host: new FakeHost(), callbackPage: () => '' });
    expect((await server.inject('/api/installations/nobody/live')).statusCode).to.equal(404);
    await server.close();
  });
});

describe('createServer: the local vendor', () => {
  const state = {
    accounts: [
      {
        id: 'A1',
        profiles: [
          { id: 'p1', attributes: { email: 'one@x.net' } },
          { id: 'p2', attributes: { email: 'two@x.net' } },
        ],
        events: [],
        lists: [{ id: 'l1', name: 'VIP', members: ['p1', 'p2'] }],
      },
    ],
  };
  const asked: string[] = [];
  const vendor = createHttpServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end(JSON.stringify(request.url?.includes('state') ? state : { ok: true }));
  });
  let server: ReturnType<typeof createServer>;
  before(async () => {
    vendor.listen(0, '127.0.0.1');
    await once(vendor, 'listening');
    const { port } = vendor.address() as AddressInfo;
    const vendorAdmin = `http://127.0.0.1:${port}/__admin`;
    server = createServer({ host: new FakeHost(), callbackPage: () => '', vendorAdmin });
  });
  after(async () => {
    await server.close();
    vendor.close();
  });

  it('is shown a page at a time, the newest first, and searched', async () => {
    const look = async (path: string) => (await server.inject(`/api/vendor/look/A1/${path}`)).json<object>();
    expect(await look('profiles')).to.have.nested.property('rows[0].id', 'p2');
    expect(await look('profiles?search=ONE')).to.deep.include({ total: 1 });
    expect(await look('lists')).to.deep.equal({ rows: [{ id: 'l1', name: 'VIP', members: 2 }], total: 1 });
    expect(await look('profiles?offset=1'))
      .to.have.property('rows')
      .with.length(1);
    expect((await server.inject('/api/vendor/look/A1/tokens')).statusCode).to.equal(404);
  });

  it('is steered, but neither ended nor reset', async () => {
    const method = 'POST';
    expect(
      (await server.inject({ method, url: '/api/vendor/admin/faults', payload: {} })).statusCode,
    ).to.equal(200);
    expect(asked.at(-1)).to.equal('POST /__admin/faults');
    for (const path of ['shutdown', 'reset', 'tokens', 'faults/..%2fshutdown']) {
      const answer = await server.inject({ method, url: `/api/vendor/admin/${path}`, payload: {} });
      expect(answer.statusCode, path).to.equal(404);
    }
  });
});
