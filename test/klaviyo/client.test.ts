import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import {
  createHttp,
  judgeAnswer,
  KlaviyoClient,
  type KlaviyoTransportError,
} from '../../src/klaviyo/index.js';
import { answerWith, type Reply, RoughServer, trickle } from './rough-server.js';

const EVENT = { operation: 'create_event', method: 'POST', path: '/api/events', body: {} } as const;

describe('KlaviyoClient', () => {
  let server: RoughServer;
  beforeEach(async () => (server = await RoughServer.open()));
  afterEach(() => server.close());

  const client = (deadlineMs = 400, graceMs = 50) =>
    new KlaviyoClient(createHttp(), server.origin, { deadlineMs, graceMs });

  const failureOf = async (sent: Promise<unknown>): Promise<KlaviyoTransportError> => {
    const answer = await sent.catch((error: unknown) => error);
    expect(answer).to.be.instanceOf(Error);
    return answer as KlaviyoTransportError;
  };

  const broken: Readonly<Record<string, Reply>> = {
    'a body that is cut': (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"data":');
      setTimeout(() => response.destroy(), 20);
    },
    'a body that is no gzip': answerWith(200, { 'content-encoding': 'gzip' }, 'not at all'),
    'more than any page of Klaviyo has': answerWith(200, {}, 'x'.repeat(17_000_000)),
    'a connection that is cut without a word': (response) => response.destroy(),
  };
  for (const [name, reply] of Object.entries(broken)) {
    it(`takes ${name} for no answer: the write may have landed`, async () => {
      server.reply = reply;
      const failure = await failureOf(client(5_000).send(EVENT, 'token'));
      expect([failure.name, failure.landed]).to.deep.equal(['KlaviyoTransportError', 'unknown']);
      expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.to.contain('Bearer');
    });
  }

  it('takes a gzip that ends in the middle for no success', async () => {
    const whole = gzipSync(
      Buffer.from(JSON.stringify({ data: { id: 'A', attributes: { x: 'y'.repeat(99) } } })),
    );
    server.reply = (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json', cid: 'A' });
      response.end(whole.subarray(0, whole.length - 20));
    };
    const request = { ...EVENT, operation: 'update_profile' } as const;
    const outcome = await client(5_000)
      .send(request, 'token')
      .then((answer) => judgeAnswer('update_profile', answer))
      .catch(() => ({ kind: 'trouble', doubt: true }) as const);
    expect(outcome).to.include({ kind: 'trouble', doubt: true });
  });

  it('cuts an answer that trickles at the deadline, however often something comes', async () => {
    server.reply = trickle(20);
    const startedAt = performance.now();
    const failure = await failureOf(client(400).send(EVENT, 'token'));
    expect([failure.code, failure.landed]).to.deep.equal(['DEADLINE', 'unknown']);
    expect(performance.now() - startedAt).to.be.within(390, 3_000);
  });

  it('ends soon after its lane, in doubt', async () => {
    server.reply = trickle(20);
    const lane = new AbortController();
    const sent = failureOf(client(60_000, 50).send(EVENT, 'token', lane.signal));
    setTimeout(() => lane.abort(), 50);
    const failure = await sent;
    expect([failure.code, failure.landed]).to.deep.equal(['ABORTED', 'unknown']);
  });

  it('lets what is nearly done end when its lane is stopped', async () => {
    server.reply = (response) => setTimeout(() => response.writeHead(202, { cid: 'A' }).end(), 100);
    const lane = new AbortController();
    const sent = client(60_000, 5_000).send(EVENT, 'token', lane.signal);
    setTimeout(() => lane.abort(), 20);
    expect((await sent).status).to.equal(202);
  });

  it('sends nothing for a lane that has ended', async () => {
    const failure = await failureOf(client().send(EVENT, 'token', AbortSignal.abort()));
    expect([failure.code, failure.landed]).to.deep.equal(['ABORTED', 'no']);
    expect(server.requests).to.deep.equal([]);
  });

  for (const status of [301, 302, 307, 308]) {
    it(`follows no redirect (${status}): the token would go along`, async () => {
      server.reply = answerWith(status, { location: `${server.origin}/portal` }, '');
      expect((await client().send(EVENT, 'token')).status).to.equal(status);
      expect(server.requests).to.deep.equal(['POST /api/events']);
    });
  }

  it('reads whose answer it is, and bounds what it was told', async () => {
    server.reply = answerWith(
      429,
      {
        'retry-after': '999999999999',
        'x-klaviyo-req-id': 'r'.repeat(500),
        'x-klaviyo-api-revision': '2026-07-15',
        'content-type': 'Application/Vnd.Api+JSON; charset=utf-8',
      },
      JSON.stringify({ errors: [{ code: '<script>', title: 1, source: [] }, null] }),
    );
    const answer = await client().send(EVENT, 'token');
    expect(answer).to.deep.include({
      mediaType: 'application/vnd.api+json',
      hasKlaviyoHeader: true,
      servedRevision: '2026-07-15',
      retryAfterMs: 86_400_000,
      requestId: 'r'.repeat(64),
      errors: [{ code: 'unknown', title: '', detail: '', pointer: null, meta: {} }],
    });
  });
});
