import { expect } from 'chai';
import { EmulatorUnderTest, eventBody, firstError, pointerOf, profileBody } from './emulator-under-test.js';

describe('emulator: transport', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  describe('errors', () => {
    it('have the JSON:API shape and a request id in the header', async () => {
      const reply = await under.api('GET', '/api/profiles/01ARZ3NDEKTSV4RRFFQ69G5FAV');
      expect(reply.status).to.equal(404);
      expect(reply.headers.get('content-type')).to.equal('application/vnd.api+json');
      expect(reply.headers.get('x-klaviyo-req-id')).to.be.a('string').and.not.equal('');
      expect(firstError(reply)).to.have.all.keys(
        'id',
        'status',
        'code',
        'title',
        'detail',
        'source',
        'links',
        'meta',
      );
    });

    it('having no route, answer 404', async () => {
      for (const path of [
        '/api/nothing',
        `/api/lists/${under.listId()}/relationships/profile`,
        '/elsewhere',
      ]) {
        const reply = await under.api('POST', path, { data: [] });
        expect([reply.status, firstError(reply)['code']]).to.deep.equal([404, 'not_found']);
      }
    });
  });

  describe('authentication', () => {
    it('having none, answers 401 not_authenticated', async () => {
      const reply = await under.api('GET', '/api/accounts', undefined, { token: null });
      expect([reply.status, firstError(reply)['code']]).to.deep.equal([401, 'not_authenticated']);
    });

    it('having an unknown token, answers 401', async () => {
      expect((await under.api('GET', '/api/accounts', undefined, { token: 'x' })).status).to.equal(401);
    });
  });

  describe('revision', () => {
    for (const revision of ['', '2026-07-16', 'newest']) {
      it(`having '${revision}', answers 400 with the parameter`, async () => {
        const reply = await under.api('GET', '/api/accounts', undefined, { headers: { revision } });
        expect([reply.status, firstError(reply)['source']!['parameter']]).to.deep.equal([400, 'revision']);
      });
    }

    it('having a retired one, is served as a newer one, or 410 with the opt-out', async () => {
      const headers = { revision: '2024-02-15' };
      expect((await under.api('GET', '/api/accounts', undefined, { headers })).status).to.equal(200);
      const optOut = { ...headers, 'x-klaviyo-revision-fall-forward-opt-out': '1' };
      expect((await under.api('GET', '/api/accounts', undefined, { headers: optOut })).status).to.equal(410);
    });

    it('when its last year begins, is announced, and retires two years after it came', async () => {
      const headers = { 'x-klaviyo-revision-fall-forward-opt-out': '1' };
      const ask = async () => {
        const token = under.emulator.control.grant({ account: 'DEMO01' }).accessToken;
        return under.api('GET', '/api/accounts', undefined, { headers, token });
      };
      expect((await ask()).headers.get('x-klaviyo-api-retirement-date')).to.equal(null);
      under.clock.set(Date.UTC(2028, 6, 14));
      expect((await ask()).headers.get('x-klaviyo-api-retirement-date')).to.equal('2028-07-15');
      under.clock.set(Date.UTC(2028, 6, 15));
      expect((await ask()).status).to.equal(410);
    });
  });

  describe('body', () => {
    it('when it is not JSON, answers 400', async () => {
      const reply = await under.api('POST', '/api/profile-import', undefined, { raw: '{"data":' });
      expect([reply.status, firstError(reply)['code']]).to.deep.equal([400, 'invalid']);
    });

    it('having another type, answers 415', async () => {
      const reply = await under.api('POST', '/api/profile-import', profileBody({ email: 'a@b.co' }), {
        headers: { 'content-type': 'application/json' },
      });
      expect(reply.status).to.equal(415);
      expect(under.account.profiles).to.have.length(0);
    });

    it('having more than 5 MB, answers 413', async () => {
      const raw = JSON.stringify(profileBody({ email: 'a@b.co', title: 'x'.repeat(5 * 1024 * 1024) }));
      expect((await under.api('POST', '/api/profile-import', undefined, { raw })).status).to.equal(413);
    });

    it('having an attribute that nobody knows, answers 400 with its pointer, and records it', async () => {
      const reply = await under.api(
        'POST',
        '/api/profile-import',
        profileBody({ email: 'a@b.co', points: 7 }),
      );
      expect([reply.status, pointerOf(reply)]).to.deep.equal([400, '/data/attributes/points']);
      const [violation] = under.emulator.violations.all();
      expect(violation).to.include({ side: 'request', account: 'DEMO01', path: '/api/profile-import' });
      expect(violation!.issues[0]).to.include({ in: 'body', pointer: '/data/attributes/points' });
      expect(under.account.profiles).to.have.length(0);
    });

    it('having a wrong type or a missing part, answers 400 with its pointer', async () => {
      const wrong = await under.api('POST', '/api/profile-import', profileBody({ email: 7 }));
      expect([wrong.status, pointerOf(wrong)]).to.deep.equal([400, '/data/attributes/email']);
      const { data } = eventBody({ email: 'a@b.co' });
      const missing = await under.api('POST', '/api/events', {
        data: { ...data, attributes: { properties: {}, profile: data.attributes.profile } },
      });
      expect([missing.status, pointerOf(missing)]).to.deep.equal([400, '/data/attributes/metric']);
    });
  });

  describe('query', () => {
    for (const [query, parameter] of [
      ['page[size]=11', 'page[size]'],
      ['page[size]=0', 'page[size]'],
      ['page[cursor]=nonsense', 'page[cursor]'],
      ['filter=equals(', 'filter'],
      ['filter=less-than(name,"x")', 'filter'],
      ['limit=10', 'limit'],
    ] as const) {
      it(`having ${query}, answers 400 with the parameter`, async () => {
        const reply = await under.api('GET', `/api/lists?${query}`);
        expect([reply.status, firstError(reply)['source']!['parameter']]).to.deep.equal([400, parameter]);
      });
    }
  });

  it('having an id that is none, answers 400, not 404', async () => {
    expect((await under.api('GET', '/api/profiles/nope')).status).to.equal(400);
    expect((await under.api('GET', '/api/lists/not-a-list')).status).to.equal(400);
    expect((await under.api('GET', '/api/lists/abcdef')).status).to.equal(404);
  });

  it('shows the account that the token belongs to', async () => {
    const token = under.emulator.control.grant({ account: 'DEMO02' }).accessToken;
    const { json } = await under.api('GET', '/api/accounts', undefined, { token });
    expect(json['data']![0]!['id']).to.equal('DEMO02');
    expect(json['data']![0]!['attributes']).to.include({ public_api_key: 'DEMO02' });
    const { json: sparse } = await under.api('GET', '/api/accounts?fields[account]=timezone');
    expect(sparse['data']![0]!['attributes']).to.deep.equal({ timezone: 'Europe/London' });
  });
});
