import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import {
  EmulatorUnderTest,
  eventBody,
  firstError,
  idsBody,
  jobBody,
  profileBody,
  text,
} from './emulator-under-test.js';

const BASIC = {
  authorization: `Basic ${Buffer.from('wll-local:wll-local-secret').toString('base64')}`,
};

describe('emulator: bad answers', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const script = async (fault: object) => {
    const reply = await under.admin('POST', 'faults', fault);
    expect(reply.status, reply.text).to.equal(200);
    return text(reply.json['id']);
  };
  const importing = () => under.api('POST', '/api/profile-import', profileBody({ email: 'a@b.co' }));
  const reading = () => under.api('GET', '/api/accounts');
  const refreshing = () =>
    under.form(
      '/oauth/token',
      {
        grant_type: 'refresh_token',
        refresh_token: under.emulator.control.grant({ account: 'DEMO01' }).refreshToken,
      },
      BASIC,
    );
  /** What a call that is never answered well ends with, and how much of it had come. */
  const broken = async (path: string, init: RequestInit = {}) => {
    const headers = {
      authorization: `Bearer ${under.token}`,
      revision: '2026-07-15',
      'content-type': 'application/json',
    };
    let received = 0;
    let status = 0;
    try {
      const response = await fetch(new URL(path, under.url), { headers, ...init });
      status = response.status;
      for await (const piece of response.body ?? []) received += (piece as Uint8Array).length;
    } catch (error) {
      return { error: error as Error, received, status };
    }
    throw new Error('the call was answered');
  };
  const post = (path: string, body: object): Parameters<typeof broken> => [
    path,
    { method: 'POST', body: JSON.stringify(body) },
  ];

  describe('of something on the way', () => {
    for (const status of [200, 302, 403, 404, 502]) {
      it(`having a gateway of ${status}, answers its page, and nothing of Klaviyo's`, async () => {
        await script({ kind: 'gateway', status });
        const reply = await importing();
        expect(reply.status).to.equal(status);
        expect(reply.headers.get('content-type')).to.equal('text/html; charset=UTF-8');
        expect(reply.text).to.match(/^<!DOCTYPE html>/);
        expect(reply.headers.get('location')).to.equal(status === 302 ? 'https://portal.invalid/' : null);
        for (const name of ['x-klaviyo-req-id', 'x-klaviyo-api-revision', 'cid', 'ratelimit-limit']) {
          expect(reply.headers.get(name), name).to.equal(null);
        }
        expect(under.account.profiles).to.have.length(0);
        expect(under.emulator.journal.since(0).at(-1)).to.include({ status, fault: 'fault-1' });
      });
    }

    it('having a gateway that lets the request through first, has it done', async () => {
      await script({ kind: 'gateway', acts: true });
      expect((await importing()).status).to.equal(502);
      expect(under.account.profiles).to.have.length(1);
    });

    it('having any status, body, media type and headers, answers just those', async () => {
      await script({
        kind: 'status',
        status: 418,
        body: 'teapot',
        mediaType: 'text/plain',
        headers: { 'X-Proxy': 'yes', 'Set-Cookie': 'a=b' },
      });
      const reply = await reading();
      expect([reply.status, reply.text]).to.deep.equal([418, 'teapot']);
      expect(reply.headers.get('content-type')).to.equal('text/plain');
      expect(reply.headers.get('x-proxy')).to.equal('yes');
      expect(reply.headers.get('x-klaviyo-req-id')).to.equal(null);
    });

    it('having text, is foreign, and JSON is not, unless it is said otherwise', async () => {
      const signed = async (fault: object) => {
        const id = await script({ kind: 'status', status: 400, ...fault });
        const reply = await reading();
        await under.admin('DELETE', `faults/${id}`);
        return reply.headers.has('x-klaviyo-req-id') && reply.headers.get('cid') === 'DEMO01';
      };
      expect(await signed({ body: '<html>' })).to.equal(false);
      expect(await signed({ body: '<html>', foreign: false })).to.equal(true);
      expect(await signed({ body: { errors: [] } })).to.equal(true);
      expect(await signed({ body: { errors: [] }, foreign: true })).to.equal(false);
      expect(await signed({})).to.equal(true);
      expect(await signed({ foreign: true })).to.equal(false);
    });

    it('having a success without a body, says nothing and hangs nobody', async () => {
      for (const status of [200, 204, 304]) {
        const id = await script({ kind: 'status', status, body: { data: [null] }, count: 1 });
        const reply = await reading();
        expect([reply.status, reply.text]).to.deep.equal([status, status === 200 ? '{"data":[null]}' : '']);
        await under.admin('DELETE', `faults/${id}`);
      }
    });

    it('having Klaviyo’s own document scripted, bears the id of the request', async () => {
      await script({ kind: 'status', status: 400, code: 'invalid' });
      const reply = await reading();
      expect(firstError(reply)['id']).to.equal(reply.headers.get('x-klaviyo-req-id'));
    });
  });

  it('having every revision retired, answers 410 to the API, not to OAuth', async () => {
    await script({ kind: 'revision-retired' });
    const reply = await importing();
    expect([reply.status, firstError(reply)['code']]).to.deep.equal([410, 'gone']);
    expect(firstError(reply)['detail']).to.include('2026-07-15');
    expect(reply.headers.get('x-klaviyo-req-id')).to.equal(firstError(reply)['id']);
    expect((await refreshing()).status).to.equal(200);
  });

  describe('of the token endpoint', () => {
    for (const [status, error] of [
      [503, 'temporarily_unavailable'],
      [500, 'temporarily_unavailable'],
      [429, 'rate_limit_exceeded'],
      [401, 'invalid_client'],
      [400, 'invalid_grant'],
    ] as const) {
      it(`having it fail with ${status}, answers ${error} and Retry-After, and only there`, async () => {
        await script({ kind: 'token-failing', status, retryAfter: 60 });
        const reply = await refreshing();
        expect([reply.status, reply.json['error'], reply.headers.get('retry-after')]).to.deep.equal([
          status,
          error,
          '60',
        ]);
        expect((await reading()).status).to.equal(200);
      });
    }

    it('having it fail without more, answers 503, or the error that is named', async () => {
      const id = await script({ kind: 'token-failing' });
      const reply = await refreshing();
      expect([reply.status, reply.headers.get('retry-after')]).to.deep.equal([503, null]);
      await under.admin('DELETE', `faults/${id}`);
      await script({ kind: 'token-failing', status: 400, error: 'invalid_scope' });
      expect((await refreshing()).json['error']).to.equal('invalid_scope');
    });

    for (const value of [0, -1, 1e12, '3600', null, 'soon', 59.5, undefined]) {
      it(`having expires_in ${String(value)}, says so, and the token is good`, async () => {
        await script({ kind: 'expires-in', ...(value === undefined ? {} : { value }) });
        const reply = await refreshing();
        expect(reply.status).to.equal(200);
        if (value === undefined) expect(reply.json).not.to.have.property('expires_in');
        else expect(reply.json['expires_in']).to.equal(value);
        const token = text(reply.json['access_token']);
        expect((await under.api('GET', '/api/accounts', undefined, { token })).status).to.equal(200);
      });
    }
  });

  describe('of pages', () => {
    it('having a loop, names the page itself as the next, wherever one asks', async () => {
      await script({ kind: 'page-loop', match: { operation: 'get_lists' } });
      const { json } = await under.api('GET', '/api/lists?page[size]=2');
      expect(json['links']!['next']).to.equal(json['links']!['self']);
      const again = await under.api('GET', text(json['links']!['next']));
      expect(again.json['data']).to.deep.equal(json['data']);
      expect((await under.api('GET', '/api/metrics')).json['links']!['next']).to.equal(null);
    });

    it('having a foreign next page, leads to the other origin', async () => {
      const id = await script({ kind: 'foreign-page' });
      const next = async () =>
        text((await under.api('GET', '/api/lists?page[size]=2')).json['links']!['next']);
      expect(await next()).to.match(/^https:\/\/pages\.invalid\/api\/lists\?/);
      await under.admin('DELETE', `faults/${id}`);
      await script({ kind: 'foreign-page', origin: 'http://127.0.0.1:9' });
      expect(await next()).to.match(/^http:\/\/127\.0\.0\.1:9\/api\/lists\?/);
    });

    it('leaves answers alone that have no pages', async () => {
      await script({ kind: 'page-loop' });
      const id = await under.profileOf({ email: 'a@b.co' });
      expect((await under.api('GET', `/api/profiles/${id}`)).json['links']).to.have.all.keys('self');
    });
  });

  describe('of the wire', () => {
    it('having a trickle, answers rightly and slowly', async () => {
      await script({ kind: 'trickle', everyMs: 10, lastsMs: 150 });
      const begun = performance.now();
      expect((await importing()).status).to.equal(201);
      expect(performance.now() - begun).to.be.above(140);
    });

    for (const [what, path, body, status] of [
      ['with a body', '/api/profile-import', profileBody({ email: 'a@b.co' }), 201],
      ['without a body', '/api/events', eventBody({ email: 'a@b.co' }), 202],
    ] as const) {
      it(`having an endless trickle of an answer ${what}, has acted, and never stops`, async () => {
        await script({ kind: 'trickle', everyMs: 5 });
        const call = await broken(path, {
          ...post(path, body)[1],
          signal: AbortSignal.timeout(300),
        });
        expect([call.error.name, call.status]).to.deep.equal(['TimeoutError', status]);
        expect(call.received).to.be.above(5);
        expect(under.account.profiles).to.have.length(1);
      });

      it(`having the body of an answer ${what} cut, has acted`, async () => {
        await script({ kind: 'cut-body' });
        const call = await broken(...post(path, body));
        expect(call.status).to.equal(status);
        expect(call.error.message).to.match(/terminated|aborted|closed/);
        expect(under.account.profiles).to.have.length(1);
      });

      it(`having the gzip of an answer ${what} corrupt, has acted`, async () => {
        await script({ kind: 'corrupt-gzip' });
        const call = await broken(...post(path, body));
        expect(call.status).to.equal(status);
        expect(call.error.cause).to.be.an('error');
        expect((call.error.cause as Error).message).to.match(/incorrect|invalid|unexpected/i);
        expect(under.account.profiles).to.have.length(1);
      });
    }

    for (const kind of ['trickle', 'cut-body']) {
      it(`having a ${kind} of an answer that can have no body, never ends its head`, async () => {
        const id = await under.profileOf({ email: 'a@b.co' });
        await script({ kind, ...(kind === 'trickle' ? { everyMs: 5 } : {}) });
        const path = `/api/lists/${under.listId()}/relationships/profiles`;
        const call = await broken(path, {
          ...post(path, idsBody([id]))[1],
          signal: AbortSignal.timeout(300),
        });
        expect(call.status).to.equal(0);
        expect(under.members()).to.deep.equal([id]);
      });
    }

    it('having a trickle that ends of an answer without a body, answers rightly', async () => {
      const id = await under.profileOf({ email: 'a@b.co' });
      await script({ kind: 'trickle', everyMs: 10, lastsMs: 100 });
      const path = `/api/lists/${under.listId()}/relationships/profiles`;
      const reply = await under.api('POST', path, idsBody([id]));
      expect([reply.status, reply.headers.get('cid')]).to.deep.equal([204, 'DEMO01']);
    });

    it('stops with the emulator, whoever trickles', async () => {
      const other = await EmulatorUnderTest.open();
      await other.admin('POST', 'faults', { kind: 'trickle', everyMs: 5 });
      const waiting = other.api('GET', '/api/accounts').catch((error: unknown) => error);
      await once(AbortSignal.timeout(50), 'abort');
      await other.close();
      expect(await waiting).to.be.an('error');
    });
  });

  describe('of a job', () => {
    const JOBS = '/api/profile-bulk-import-jobs';
    const begin = async () => {
      const reply = await under.api('POST', JOBS, jobBody([{ email: 'a@b.co' }]), fresh());
      return text(reply.json['data']!['id']);
    };
    const fresh = () => ({ token: under.emulator.control.grant({ account: 'DEMO01' }).accessToken });
    const status = async (id: string) =>
      (await under.api('GET', `${JOBS}/${id}`, undefined, fresh())).json['data']!['attributes']!['status'];

    it('having it endless, is worked on for ever, and changes nobody', async () => {
      await script({ kind: 'job', endless: true, count: 1 });
      const endless = await begin();
      under.clock.advance(6 * 86_400_000);
      expect([await status(endless), under.account.profiles.length]).to.deep.equal(['processing', 0]);
      const other = await begin();
      under.clock.advance(300);
      expect(await status(other)).to.equal('complete');
    });

    it('having it last, ends then', async () => {
      await script({ kind: 'job', lastsMs: 7_200_000, count: 1 });
      const id = await begin();
      under.clock.advance(7_199_999);
      expect(await status(id)).to.equal('processing');
      under.clock.advance(1);
      expect(await status(id)).to.equal('complete');
    });

    it('is not spent on another call', async () => {
      await script({ kind: 'job', cancelled: true, count: 1 });
      await reading();
      const id = await begin();
      under.clock.advance(300);
      expect(await status(id)).to.equal('cancelled');
    });
  });

  for (const [what, fault, path] of [
    ['a status that is no answer', { kind: 'status', status: 101 }, '/status'],
    ['a status that is none', { kind: 'gateway', status: 600 }, '/status'],
    ['a status that is text', { kind: 'gateway', status: '502' }, '/status'],
    ['a success of a failing endpoint', { kind: 'token-failing', status: 200 }, '/status'],
    ['a header that is no text', { kind: 'status', status: 200, headers: { a: 1 } }, '/headers/a'],
    ['a header with a line end', { kind: 'status', status: 200, headers: { a: 'b\r\nc: d' } }, '/headers/a'],
    ['a name that no header has', { kind: 'status', status: 200, headers: { 'a b': 'c' } }, '/headers'],
    [
      'a header that frames the answer',
      { kind: 'status', status: 200, headers: { 'Content-Length': '1' } },
      '/headers',
    ],
    ['a media type with a line end', { kind: 'status', status: 200, mediaType: 'a\n' }, '/mediaType'],
    ['an origin that is none', { kind: 'foreign-page', origin: 'elsewhere' }, '/origin'],
    ['a pause of nothing', { kind: 'trickle', everyMs: 0 }, '/everyMs'],
    ['an operation that nobody offers', { kind: 'storm', match: { operation: 'fly' } }, '/match/operation'],
    ['a part of another kind', { kind: 'page-loop', status: 200 }, '/status'],
  ] as const) {
    it(`having ${what}, is refused with the path`, async () => {
      const reply = await under.admin('POST', 'faults', fault);
      expect([reply.status, reply.json['error']!['path']]).to.deep.equal([400, path]);
      expect(reply.json['error']).to.have.all.keys('code', 'message', 'path');
      expect((await reading()).status).to.equal(200);
    });
  }

  it('never reaches the foreign origin by itself', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await script({ kind: 'foreign-page', origin });
    await under.api('GET', '/api/lists');
    server.close();
    expect(asked).to.equal(0);
  });
});
