import { expect } from 'chai';
import { EmulatorUnderTest, eventBody, firstError, pointerOf, profileBody } from './emulator-under-test.js';

describe('emulator: transport', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  describe('errors', () => {
    it('have the JSON:API shape and the id of the request, in the header too', async () => {
      const reply = await under.api('GET', '/api/profiles/01ARZ3NDEKTSV4RRFFQ69G5FAV');
      expect(reply.status).to.equal(404);
      expect(reply.headers.get('content-type')).to.equal('application/vnd.api+json');
      expect(reply.headers.get('x-klaviyo-req-id')).to.be.a('string').and.not.equal('');
      expect(firstError(reply)['id']).to.equal(reply.headers.get('x-klaviyo-req-id'));
      expect(under.emulator.journal.since(0).at(-1)!.requestId).to.equal(firstError(reply)['id']);
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

  describe('every answer of Klaviyo’s own', () => {
    const signed = (reply: { headers: Headers }) =>
      ['x-klaviyo-api-revision', 'cid'].map((name) => reply.headers.get(name));

    it('names the revision and the account, a refusal as well', async () => {
      const id = await under.profileOf({ email: 'a@b.co' });
      const member = { data: [{ type: 'profile', id }] };
      const list = `/api/lists/${under.listId()}/relationships/profiles`;
      for (const [method, path, body] of [
        ['GET', '/api/accounts'],
        ['POST', '/api/events', eventBody({ email: 'a@b.co' })],
        ['POST', list, member],
        ['GET', '/api/profiles/nope'],
        ['POST', '/api/events', {}],
      ] as const) {
        const reply = await under.api(method, path, body);
        expect(signed(reply), path).to.deep.equal(['2026-07-15', 'DEMO01']);
        expect(reply.headers.get('x-klaviyo-req-id')).to.match(/^[0-9a-f-]{36}$/);
      }
    });

    it('names no account where nobody has said who calls, and the newest revision where none was named', async () => {
      const reply = await under.api('GET', '/api/accounts', undefined, {
        token: null,
        headers: { revision: '' },
      });
      expect([reply.status, ...signed(reply)]).to.deep.equal([401, '2026-10-15', null]);
    });
  });

  describe('pages', () => {
    it('carry themselves, the next and the one before, null where there is none', async () => {
      for (let place = 0; place < 5; place += 1) await under.profileOf({ email: `p${place}@x.co` });
      const look = async (path: string) => {
        const { json } = await under.api('GET', path);
        const emails = (json['data'] as unknown as { attributes: { email: string } }[]).map(
          (one) => one.attributes.email[1],
        );
        return { emails: emails.join(''), links: json['links'] as unknown as Record<string, string | null> };
      };
      const first = await look('/api/profiles?page[size]=2');
      expect(first.links).to.have.all.keys('self', 'next', 'prev');
      expect(first.links['prev']).to.equal(null);
      const second = await look(first.links['next']!);
      const third = await look(second.links['next']!);
      expect([first.emails, second.emails, third.emails, third.links['next']]).to.deep.equal([
        '01',
        '23',
        '4',
        null,
      ]);
      const back = await look(third.links['prev']!);
      const start = await look(back.links['prev']!);
      expect([back.emails, start.emails, start.links['prev']]).to.deep.equal(['23', '01', null]);
      expect((await look(start.links['next']!)).emails).to.equal('23');
    });

    it('carry the same where there is but one, whatever is read', async () => {
      for (const path of [
        '/api/accounts',
        '/api/lists',
        '/api/metrics',
        '/api/events',
        '/api/webhooks',
        '/api/webhook-topics',
        '/api/profile-bulk-import-jobs',
      ]) {
        const { json } = await under.api('GET', path);
        const { self, ...others } = json['links'] as unknown as Record<string, string | null>;
        expect(self, path).to.include(path);
        expect(others, path).to.deep.equal({ next: null, prev: null });
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

    for (const revision of ['2024-02-15', '2024-10-15']) {
      it(`having ${revision}, which is retired, is served as a newer one, or 410 with the opt-out`, async () => {
        const headers = { revision };
        const forward = await under.api('GET', '/api/accounts', undefined, { headers });
        expect([forward.status, forward.headers.get('x-klaviyo-api-revision')]).to.deep.equal([
          200,
          '2025-01-15',
        ]);
        const optOut = { ...headers, 'x-klaviyo-revision-fall-forward-opt-out': '1' };
        const refused = await under.api('GET', '/api/accounts', undefined, { headers: optOut });
        expect([refused.status, firstError(refused)['code']]).to.deep.equal([410, 'gone']);
      });
    }

    for (const revision of ['2025-01-15', '2026-07-15', '2026-10-15']) {
      it(`having ${revision}, is served by it`, async () => {
        const reply = await under.api('GET', '/api/accounts', undefined, { headers: { revision } });
        expect([reply.status, reply.headers.get('x-klaviyo-api-revision')]).to.deep.equal([200, revision]);
      });
    }

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

    for (const [type, status] of [
      ['application/json', 201],
      ['application/json; charset=utf-8', 201],
      ['text/plain', 415],
      ['application/x-www-form-urlencoded', 415],
    ] as const) {
      it(`having the type ${type}, answers ${status}`, async () => {
        const reply = await under.api('POST', '/api/profile-import', profileBody({ email: 'a@b.co' }), {
          headers: { 'content-type': type },
        });
        expect(reply.status).to.equal(status);
        expect(under.account.profiles).to.have.length(status === 201 ? 1 : 0);
        expect(under.emulator.violations.count).to.equal(status === 201 ? 0 : 1);
      });
    }

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

  for (const path of [
    '/api/profiles/nope',
    '/api/profiles/01ARZ3NDEKTSV4RRFFQ69G5FAV',
    '/api/lists/not-a-list',
    '/api/lists/abcdef',
    '/api/lists/%E0%A4%A/profiles',
    '/api/profile-bulk-import-jobs/nope',
  ]) {
    it(`having nothing at ${path}, malformed or not, answers 404 with the pointer /data/`, async () => {
      const reply = await under.api('GET', path);
      expect([reply.status, pointerOf(reply)]).to.deep.equal([404, '/data/']);
    });
  }

  it('takes a path with a slash at its end for the same', async () => {
    const id = await under.profileOf({ email: 'a@b.co' });
    for (const path of [`/api/profiles/${id}/`, '/api/lists/?page[size]=1', '/api/accounts/']) {
      expect((await under.api('GET', path)).status, path).to.equal(200);
    }
    const basic = `Basic ${Buffer.from('wll-local:wll-local-secret').toString('base64')}`;
    const reply = await under.form(
      '/oauth/token/',
      { grant_type: 'refresh_token', refresh_token: 'none' },
      { authorization: basic },
    );
    expect(reply.json['error']).to.equal('invalid_grant');
    expect(under.emulator.violations.count).to.equal(0);
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
