import { expect } from 'chai';
import { EmulatorUnderTest, firstError, idsBody, profileBody, text } from './emulator-under-test.js';

describe('emulator: faults', () => {
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
  const failed = async (call: Promise<unknown>) => {
    try {
      await call;
    } catch (error) {
      return error;
    }
    throw new Error('the call was answered');
  };

  it('having a status and a count, answers it so often and then acts', async () => {
    await script({ kind: 'status', status: 503, count: 2, match: { operation: 'create_or_update_profile' } });
    expect((await reading()).status).to.equal(200);
    const first = await importing();
    expect([first.status, firstError(first)['code']]).to.deep.equal([503, 'service_unavailable']);
    expect((await importing()).status).to.equal(503);
    expect(under.account.profiles).to.have.length(0);
    expect((await importing()).status).to.equal(201);
    const [fault] = (await under.admin('GET', 'faults')).json as unknown as { met: number; left: number }[];
    expect(fault).to.include({ met: 2, left: 0 });
  });

  for (const status of [502, 524]) {
    it(`having status ${status}, answers HTML as the network in front does`, async () => {
      await script({ kind: 'status', status });
      const reply = await reading();
      expect([reply.status, reply.headers.get('content-type')]).to.deep.equal([
        status,
        'text/html; charset=UTF-8',
      ]);
      expect(reply.text).to.match(/^<!DOCTYPE html>/);
    });
  }

  it('having a body, headers and Retry-After, answers just those', async () => {
    await script({
      kind: 'status',
      status: 429,
      retryAfter: 3600,
      headers: { 'x-own': '1' },
      body: { errors: [] },
    });
    const reply = await reading();
    expect(reply.json).to.deep.equal({ errors: [] });
    expect([reply.headers.get('retry-after'), reply.headers.get('x-own')]).to.deep.equal(['3600', '1']);
  });

  it('matches by method, by path with stars and by account', async () => {
    await script({
      kind: 'status',
      status: 500,
      match: { method: 'get', path: '/api/lists/*', account: 'DEMO01' },
    });
    expect((await under.api('GET', '/api/lists')).status).to.equal(200);
    expect((await under.api('GET', `/api/lists/${under.listId()}`)).status).to.equal(500);
    const token = under.emulator.control.grant({ account: 'DEMO02' }).accessToken;
    expect((await under.api('GET', '/api/lists/abcdef', undefined, { token })).status).to.equal(404);
  });

  it('can strike the token endpoint', async () => {
    await script({
      kind: 'status',
      status: 400,
      body: { error: 'invalid_grant' },
      match: { operation: 'oauth_token' },
    });
    const reply = await under.form('/oauth/token', {});
    expect([reply.status, reply.json['error']]).to.deep.equal([400, 'invalid_grant']);
  });

  it('having a storm, throttles until it is over', async () => {
    await script({ kind: 'storm', retryAfter: 7, forMs: 10_000 });
    const reply = await reading();
    expect([reply.status, reply.headers.get('retry-after')]).to.deep.equal([429, '7']);
    expect(firstError(reply)['code']).to.equal('throttled');
    under.clock.advance(10_000);
    expect((await reading()).status).to.equal(200);
  });

  it('having a skip, lets so many pass first', async () => {
    await script({ kind: 'storm', skip: 1, count: 1 });
    expect([(await reading()).status, (await reading()).status, (await reading()).status]).to.deep.equal([
      200, 429, 200,
    ]);
  });

  it('having a probability, strikes the same calls for the same seed', async () => {
    const run = async (seed: number) => {
      const id = await script({ kind: 'storm', probability: 0.5, seed });
      const statuses: number[] = [];
      for (let count = 0; count < 40; count += 1) statuses.push((await reading()).status);
      await under.admin('DELETE', `faults/${id}`);
      return statuses;
    };
    const [one, again, other] = [await run(7), await run(7), await run(8)];
    expect(one).to.deep.equal(again).and.not.deep.equal(other);
    expect(one.filter((status) => status === 429).length).to.be.within(8, 32);
  });

  it('having latency, answers later and as usual', async () => {
    await script({ kind: 'latency', ms: 60 });
    const begun = performance.now();
    expect((await reading()).status).to.equal(200);
    expect(performance.now() - begun).to.be.above(55);
  });

  it('having a reset before acting, cuts the connection and does nothing', async () => {
    await script({ kind: 'reset-before', count: 1 });
    await failed(importing());
    expect(under.account.profiles).to.have.length(0);
    expect(under.emulator.journal.since(0).at(-1)).to.include({ status: 0, fault: 'fault-1' });
  });

  it('having a reset after acting, cuts the connection and has done it', async () => {
    await script({ kind: 'reset-after', count: 1 });
    await failed(importing());
    expect(under.account.profiles).to.have.length(1);
  });

  it('having a hang, never answers, and the write lands late', async () => {
    await script({ kind: 'hang', ms: 5000, count: 1 });
    const waiting = fetch(new URL('/api/profile-import', under.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${under.token}`,
        revision: '2026-07-15',
        'content-type': 'application/vnd.api+json',
      },
      body: JSON.stringify(profileBody({ email: 'a@b.co' })),
      signal: AbortSignal.timeout(100),
    });
    expect(await failed(waiting)).to.have.property('name', 'TimeoutError');
    expect(under.account.profiles).to.have.length(0);
    under.clock.advance(4999);
    expect(under.account.profiles).to.have.length(0);
    under.clock.advance(1);
    expect(under.account.profiles).to.have.length(1);
  });

  it('having a list deleted, answers 404 from then on', async () => {
    await script({ kind: 'list-deleted', match: { operation: 'add_profiles_to_list' }, count: 1 });
    const list = under.listId();
    const reply = await under.api('POST', `/api/lists/${list}/relationships/profiles`, idsBody([]));
    expect(reply.status).to.equal(404);
    expect((await under.api('GET', `/api/lists/${list}`)).status).to.equal(404);
  });

  it('when cleared, strikes no more', async () => {
    await script({ kind: 'storm' });
    await under.admin('DELETE', 'faults');
    expect((await reading()).status).to.equal(200);
    expect((await under.admin('GET', 'faults')).json).to.deep.equal([]);
  });

  for (const [what, fault, path] of [
    ['no kind', {}, '/kind'],
    ['an unknown kind', { kind: 'meteor' }, '/kind'],
    ['a kind without what it needs', { kind: 'latency' }, '/ms'],
    ['a key that nobody knows', { kind: 'storm', often: true }, '/often'],
    ['a wrong match', { kind: 'storm', match: { url: 'x' } }, '/match/url'],
  ] as const) {
    it(`having ${what}, is refused with the path`, async () => {
      const reply = await under.admin('POST', 'faults', fault);
      expect([reply.status, reply.json['error']!['path']]).to.deep.equal([400, path]);
      expect(reply.json['error']).to.have.all.keys('code', 'message', 'path');
    });
  }
});
