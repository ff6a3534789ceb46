import { expect } from 'chai';
import { Fault } from '../../../src/contract/index.js';
import { Refusal } from '../../../src/harness/server/answers/refusal.js';
import { guardRequest } from '../../../src/harness/server/door/guard-request.js';
import { errorOf, ServerFixture } from './fixture.js';

describe('createServer: the door', () => {
  let at: ServerFixture;
  beforeEach(() => {
    at = new ServerFixture();
  });
  afterEach(() => at.server.close());

  describe('who may come in', () => {
    for (const host of ['127.0.0.1:4000', 'localhost', 'LOCALHOST:4000', '[::1]:4000']) {
      it(`answers as ${host}`, async () => {
        expect((await at.send('GET', '/healthz', { headers: { host } })).statusCode).to.equal(200);
      });
    }

    for (const host of [
      'evil.test',
      '127.0.0.1.evil.test',
      'localhost.evil.test:4000',
      'localhost@evil.test',
    ]) {
      it(`refuses the host "${host}"`, async () => {
        const answer = await at.send('GET', '/api/installations', { headers: { host } });
        expect(answer.statusCode).to.equal(421);
        expect(errorOf(answer)).to.include({ code: 'host_not_local', path: '/host' });
        expect(at.host.calls).to.be.empty;
      });
    }

    for (const host of [undefined, '']) {
      it(`refuses a request with the host ${JSON.stringify(host)}`, () => {
        expect(() => guardRequest({ method: 'GET', host, origin: undefined }))
          .to.throw(Refusal)
          .with.property('status', 421);
      });
    }

    for (const origin of ['http://evil.test', 'null', 'http://127.0.0.1:4010', 'https://127.0.0.1:4000']) {
      it(`lets ${origin} change nothing`, async () => {
        const answer = await at.json('POST', '/api/installations', { type: 'KLAVIYO' }, { origin });
        expect(answer.statusCode).to.equal(403);
        expect(errorOf(answer).code).to.equal('foreign_origin');
        expect(at.host.calls).to.be.empty;
      });
    }

    it('lets its own page change things', async () => {
      const headers = { origin: 'http://127.0.0.1:4000' };
      expect((await at.json('POST', '/api/installations', { type: 'KLAVIYO' }, headers)).statusCode).to.equal(
        201,
      );
    });

    it('guards addresses that do not exist too', async () => {
      expect((await at.send('GET', '/nothing', { headers: { host: 'evil.test' } })).statusCode).to.equal(421);
    });
  });

  describe('tenant', () => {
    it('is demo where none is named', async () => {
      await at.send('GET', '/api/installations');
      expect(at.host.asked('installations')).to.deep.equal([['demo']]);
    });

    it('is the one named', async () => {
      await at.send('GET', '/api/installations', { headers: { 'x-tenant': 'second' } });
      expect(at.host.asked('installations')).to.deep.equal([['second']]);
    });

    for (const tenant of ['', '../x', 'a b', 'x'.repeat(65), 'one, two', "x'--"]) {
      it(`refuses "${tenant}"`, async () => {
        const answer = await at.send('GET', '/api/installations', { headers: { 'x-tenant': tenant } });
        expect(answer.statusCode).to.equal(400);
        expect(errorOf(answer)).to.include({ code: 'invalid_tenant', path: '/x-tenant' });
      });
    }
  });

  describe('bodies', () => {
    it('refuses invalid JSON', async () => {
      const answer = await at.raw('POST', '/api/events', 'application/json', '[{"id":');
      expect(answer.statusCode).to.equal(400);
      expect(errorOf(answer)).to.include({ code: 'invalid_json', path: '' });
    });

    it('names the line of invalid NDJSON and hands nothing over', async () => {
      const lines = '{"id":"1"}\n\n{"id":\n{"id":"3"}';
      const answer = await at.raw('POST', '/api/events', 'application/x-ndjson', lines);
      expect(answer.statusCode).to.equal(400);
      expect(errorOf(answer)).to.include({ code: 'invalid_json', path: '/3' });
      expect(at.host.calls).to.be.empty;
    });

    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
      it(`refuses the content type "${type}"`, async () => {
        const answer = await at.raw('POST', '/api/events', type, '[]');
        expect(answer.statusCode).to.equal(415);
        expect(errorOf(answer).code).to.equal('unsupported_media_type');
      });
    }

    it('refuses NDJSON where no list is taken', async () => {
      expect((await at.raw('POST', '/api/installations', 'application/x-ndjson', '{}')).statusCode).to.equal(
        415,
      );
    });

    it('refuses a body over 1 MB where no list is taken', async () => {
      const answer = await at.json('POST', '/api/installations', { type: 'x'.repeat(1024 * 1024) });
      expect(answer.statusCode).to.equal(413);
      expect(errorOf(answer).code).to.equal('body_too_large');
    });

    it('hands an event of 2 MB over: that is for the extension to judge', async () => {
      at.host.receipt = ({ id }) => ({
        id: id ?? '',
        status: 'rejected',
        code: 'event_too_large',
        path: '/payload',
        message: 'Too large.',
      });
      const answer = await at.json('POST', '/api/events', [
        { id: '1', type: 'A_B', payload: { text: 'x'.repeat(2 * 1024 * 1024) } },
      ]);
      expect(answer.statusCode).to.equal(200);
      expect(answer.json()).to.have.length(1);
      expect(answer.json<object[]>()[0]).to.include({ code: 'event_too_large', path: '/payload' });
    });

    it('refuses a list over 64 MB', async () => {
      const answer = await at.raw(
        'POST',
        '/api/events',
        'application/json',
        ' '.repeat(64 * 1024 * 1024 + 1),
      );
      expect(answer.statusCode).to.equal(413);
    });
  });

  describe('faults', () => {
    const fault = (kind: Fault['kind'], code: string, retryAfterMs?: number) =>
      new Fault({
        kind,
        code,
        message: 'A sentence.',
        path: '/x',
        ...(retryAfterMs ? { retryAfterMs } : {}),
      });
    const cases: readonly (readonly [Fault, number])[] = [
      [fault('config', 'not_connected'), 409],
      [fault('config', 'type_not_found'), 404],
      [fault('payload', 'bad'), 422],
      [fault('rate-limited', 'slow_down', 2500), 429],
      [fault('transient', 'later'), 503],
      [fault('system', 'broken'), 500],
    ];
    for (const [error, status] of cases) {
      it(`answers ${error.kind} ${error.code} with ${status}`, async () => {
        at.host.faults.set('installations', error);
        const answer = await at.send('GET', '/api/installations');
        expect(answer.statusCode).to.equal(status);
        expect(errorOf(answer).code).to.equal(error.code);
      });
    }

    it('says in whole seconds when to come again', async () => {
      at.host.faults.set('installations', fault('rate-limited', 'slow_down', 2500));
      expect((await at.send('GET', '/api/installations')).headers['retry-after']).to.equal('3');
    });

    it('keeps what went wrong inside to the log', async () => {
      at.host.faults.set('installations', new Error('SQLITE_ERROR: no such table secret_table'));
      const answer = await at.send('GET', '/api/installations');
      expect(answer.statusCode).to.equal(500);
      expect(errorOf(answer)).to.include({ code: 'internal_error', path: '' });
      expect(answer.body).not.to.contain('secret_table').and.not.to.contain('at ');
      expect(at.logged).to.have.length(1);
    });

    it('keeps the sentence of a system fault to the log', async () => {
      at.host.faults.set('installations', fault('system', 'broken'));
      expect((await at.send('GET', '/api/installations')).body).not.to.contain('A sentence.');
    });
  });

  it('answers an unknown address', async () => {
    const answer = await at.send('GET', '/api/nothing');
    expect(answer.statusCode).to.equal(404);
    expect(errorOf(answer).code).to.equal('route_not_found');
  });

  it('answers an address that is no URL', async () => {
    const answer = await at.send('GET', '/api/installations/%zz');
    expect(answer.statusCode).to.equal(400);
    expect(errorOf(answer).code).to.equal('invalid_url');
  });
});
