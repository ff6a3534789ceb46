import { expect } from 'chai';
import type { Issue } from '../../../src/contract/index.js';
import { errorOf, ServerFixture } from './fixture.js';

const issue: Issue = { path: '/prefix', code: 'too_long', message: 'Shorten it.' };

describe('createServer: installations', () => {
  let at: ServerFixture;
  beforeEach(() => {
    at = new ServerFixture();
  });
  afterEach(() => at.server.close());

  it('shows the catalogue with settings schemas', async () => {
    const [entry] = (await at.send('GET', '/api/catalogue')).json<
      { type: string; settingsSchema: object }[]
    >();
    expect(entry).to.deep.include({ type: 'KLAVIYO', settingsSchema: { type: 'object' } });
  });

  it('tells its health, and which extensions were refused', async () => {
    const answer = await at.send('GET', '/healthz');
    expect(answer.json()).to.deep.equal({
      ok: true,
      extensions: { klaviyo: { ok: true } },
      refused: [{ code: 'contract_mismatch', message: 'Made for 9.' }],
    });
  });

  it('creates a draft', async () => {
    const answer = await at.json('POST', '/api/installations', { type: 'KLAVIYO' });
    expect(answer.statusCode).to.equal(201);
    expect(answer.json()).to.include({ id: 'i1', type: 'KLAVIYO' });
  });

  for (const body of [undefined, {}, { type: 7 }, { type: '' }, [], { type: 'KLAVIYO', tenant: 'other' }]) {
    it(`creates nothing from ${JSON.stringify(body)}`, async () => {
      const answer = await at.json('POST', '/api/installations', body);
      expect(answer.statusCode).to.equal(422);
      expect(errorOf(answer)).to.have.keys('code', 'message', 'path');
      expect(at.host.calls).to.be.empty;
    });
  }

  it('shows one', async () => {
    expect((await at.send('GET', '/api/installations/i1')).json()).to.include({ id: 'i1' });
  });

  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/connect'],
    ['GET', '/settings'],
    ['PUT', '/settings'],
    ['GET', '/options/lists'],
    ['GET', '/overview'],
    ['GET', '/activity'],
    ['GET', '/dead-letters'],
    ['POST', '/replay'],
    ['GET', '/members/m1'],
    ['GET', '/runs'],
    ['POST', '/runs'],
    ['POST', '/runs/r1/pause'],
    ['POST', '/runs/r1/resume'],
    ['POST', '/runs/r1/cancel'],
  ] as const) {
    it(`does not know ${method} /api/installations/other${path}`, async () => {
      const body = method === 'PATCH' ? { active: true } : { settings: {}, expectedRevision: 0 };
      const answer =
        method === 'PATCH' || method === 'PUT'
          ? await at.json(method, `/api/installations/other${path}`, body)
          : await at.send(method, `/api/installations/other${path}`);
      expect(answer.statusCode).to.equal(404);
      expect(errorOf(answer).code).to.equal('installation_not_found');
    });
  }

  it('switches on and shows it as it is then', async () => {
    const answer = await at.json('PATCH', '/api/installations/i1', { active: true });
    expect(answer.json()).to.deep.include({ id: 'i1', active: true, result: at.host.configureAnswer });
    expect(at.host.asked('setActive')).to.deep.equal([['demo', 'i1', { active: true }]]);
  });

  it('switches off and says what happens to the queue', async () => {
    await at.json('PATCH', '/api/installations/i1', { active: false, queue: 'keep' });
    expect(at.host.asked('setActive')).to.deep.equal([['demo', 'i1', { active: false, queue: 'keep' }]]);
  });

  it('passes on why it cannot be switched on', async () => {
    at.host.setActiveAnswer = { status: 'issues', issues: [issue] };
    const answer = await at.json('PATCH', '/api/installations/i1', { active: true });
    expect(answer.statusCode).to.equal(422);
    expect(answer.json()).to.deep.equal({ error: issue, issues: [issue] });
  });

  for (const body of [
    {},
    { active: 'yes' },
    { active: true, queue: 'burn' },
    { active: true, que: 'keep' },
  ]) {
    it(`changes nothing by ${JSON.stringify(body)}`, async () => {
      expect((await at.json('PATCH', '/api/installations/i1', body)).statusCode).to.equal(422);
      expect(at.host.asked('setActive')).to.be.empty;
    });
  }

  it('uninstalls by its defaults where nothing is said', async () => {
    await at.send('DELETE', '/api/installations/i1');
    const asked = { mode: 'purge', queue: 'drop', remote: 'leave' };
    expect(at.host.asked('removeInstallation')).to.deep.equal([['demo', 'i1', asked]]);
  });

  it('lists, hands out and throws away what was exported', async () => {
    const list = await at.send('GET', '/api/exports');
    expect(list.json()).to.deep.equal([{ installation: 'i1', runId: 'r1', items: 2, at: 1 }]);
    const file = await at.send('GET', '/api/exports/r1');
    expect([file.headers['content-type'], file.body]).to.deep.equal([
      'application/x-ndjson',
      '{"id":"e1"}\n{"id":"e2"}\n',
    ]);
    expect((await at.send('DELETE', '/api/exports/r1')).statusCode).to.equal(204);
    expect(at.host.asked('removeExport')).to.deep.equal([['demo', 'r1']]);
  });

  it('uninstalls as asked', async () => {
    const asked = { mode: 'disconnect', queue: 'drain', remote: 'clear-properties' };
    const answer = await at.json('DELETE', '/api/installations/i1', asked);
    expect(answer.statusCode).to.equal(200);
    expect(at.host.asked('removeInstallation')).to.deep.equal([['demo', 'i1', asked]]);
  });

  it('does not take a misspelt mode for its default', async () => {
    const answer = await at.json('DELETE', '/api/installations/i1', { mode: 'disconect' });
    expect(answer.statusCode).to.equal(422);
    expect(errorOf(answer).path).to.equal('/mode');
    expect(at.host.asked('removeInstallation')).to.be.empty;
  });

  describe('settings', () => {
    const url = '/api/installations/i1/settings';

    it('are shown', async () => {
      expect((await at.send('GET', url)).json()).to.deep.equal({ settings: {}, revision: 0, active: false });
    });

    it('are saved', async () => {
      const body = { settings: { prefix: 'Loyalty ' }, expectedRevision: 3, dryRun: true };
      const answer = await at.json('PUT', url, body);
      expect(answer.json()).to.include({ revision: 1 });
      expect(at.host.asked('configure')).to.deep.equal([['demo', 'i1', body]]);
    });

    it('tell every issue', async () => {
      at.host.configureAnswer = { status: 'issues', issues: [issue, { ...issue, path: '/other' }] };
      const answer = await at.json('PUT', url, { settings: {}, expectedRevision: 0 });
      expect(answer.statusCode).to.equal(422);
      expect(answer.json()).to.deep.equal({ error: issue, issues: [issue, { ...issue, path: '/other' }] });
    });

    it('tell a conflict of revisions apart', async () => {
      at.host.configureAnswer = { status: 'issues', issues: [{ ...issue, code: 'revision_conflict' }] };
      const answer = await at.json('PUT', url, { settings: {}, expectedRevision: 0 });
      expect(answer.statusCode).to.equal(409);
    });

    for (const [body, path] of [
      [{ settings: {} }, '/expectedRevision'],
      [{ expectedRevision: 0 }, '/settings'],
      [{ settings: [], expectedRevision: 0 }, '/settings'],
      [{ settings: {}, expectedRevision: -1 }, '/expectedRevision'],
      [{ settings: {}, expectedRevision: 0, dryrun: true }, '/dryrun'],
    ] as const) {
      it(`are not saved from ${JSON.stringify(body)}`, async () => {
        const answer = await at.json('PUT', url, body);
        expect(answer.statusCode).to.equal(422);
        expect(answer.json<{ issues: Issue[] }>().issues[0]?.path).to.equal(path);
        expect(at.host.asked('configure')).to.be.empty;
      });
    }
  });

  describe('operations', () => {
    it('answers 501 for each that the extension has not got', async () => {
      for (const [method, path] of [
        ['GET', 'options/lists'],
        ['GET', 'overview'],
        ['GET', 'activity'],
        ['GET', 'dead-letters'],
        ['GET', 'dead-letter-groups'],
        ['GET', 'dead-letters.csv'],
        ['POST', 'replay'],
        ['POST', 'discard'],
        ['GET', 'members/m1'],
        ['GET', 'runs'],
        ['POST', 'runs'],
        ['POST', 'runs/r1/cancel'],
      ] as const) {
        const answer = await at.send(method, `/api/installations/i1/${path}`);
        expect(answer.statusCode, path).to.equal(501);
        expect(errorOf(answer).code, path).to.equal('operation_not_offered');
      }
      expect(at.logged).to.be.empty;
    });

    it('hands each to the extension with its call', async () => {
      const seen: unknown[] = [];
      const tell = (name: string) => (call: { installation: string }, query?: unknown) => {
        seen.push([name, call.installation, query]);
        return Promise.resolve({ items: [] } as never);
      };
      at.host.extension = {
        options: tell('options'),
        overview: tell('overview'),
        activity: tell('activity'),
        deadLetters: tell('deadLetters'),
        replay: tell('replay'),
        discard: tell('discard'),
        explainMember: tell('explainMember'),
      };
      await at.send('GET', '/api/installations/i1/options/lists?search=vip&cursor=c');
      await at.send('GET', '/api/installations/i1/overview');
      await at.send('GET', '/api/installations/i1/activity?limit=5&memberId=m1');
      const query = 'cursor=c&cause=a%20b&from=7&until=1970-01-01T00:00:01Z';
      await at.send('GET', `/api/installations/i1/dead-letters?${query}`);
      await at.json('POST', '/api/installations/i1/replay', { code: 'x', from: 1 });
      await at.json('POST', '/api/installations/i1/discard', { cause: 'a b' });
      await at.send('GET', '/api/installations/i1/members/auth%7C7');
      expect(seen).to.deep.equal([
        ['options', 'i1', { field: 'lists', search: 'vip', cursor: 'c' }],
        ['overview', 'i1', undefined],
        ['activity', 'i1', { limit: 5, memberId: 'm1' }],
        ['deadLetters', 'i1', { cursor: 'c', cause: 'a b', from: 7, until: 1_000 }],
        ['replay', 'i1', { code: 'x', from: 1 }],
        ['discard', 'i1', { cause: 'a b' }],
        ['explainMember', 'i1', 'auth|7'],
      ]);
    });

    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'limit=1&limit=2', 'cursor=a&cursor=b']) {
      it(`refuses ?${query}`, async () => {
        const answer = await at.send('GET', `/api/installations/i1/activity?${query}`);
        expect(answer.statusCode).to.equal(400);
        expect(errorOf(answer).code).to.equal('invalid_query');
      });
    }

    it('refuses a time that is none', async () => {
      at.host.extension = { deadLetters: () => Promise.resolve({ items: [] }) };
      const answer = await at.send('GET', '/api/installations/i1/dead-letters?from=yesterday');
      expect([answer.statusCode, errorOf(answer).path]).to.deep.equal([400, '/from']);
    });

    it('gives dead letters as CSV, over all pages, with nothing that a spreadsheet would run', async () => {
      const letter = (reference: string, message: string) => ({
        id: `event:${reference}`,
        kind: 'event' as const,
        reference,
        memberId: '=1+1',
        about: 'ORDER_PLACED',
        code: 'invalid',
        message,
        place: '/data',
        cause: 'c',
        at: 0,
        attempts: 2,
      });
      at.host.extension = {
        deadLetters: (_call, { cursor, cause }) =>
          Promise.resolve(
            cursor === undefined
              ? { items: [letter('e1', `of ${cause ?? ''}, "quoted"`)], next: 'more' }
              : { items: [letter('e2', 'Plain.')] },
          ),
      };
      const answer = await at.send('GET', '/api/installations/i1/dead-letters.csv?cause=c');
      expect(answer.headers['content-type']).to.equal('text/csv; charset=utf-8');
      expect(answer.body.split('\r\n')).to.deep.equal([
        'id,kind,reference,memberId,about,code,place,message,at,attempts',
        `event:e1,event,e1,'=1+1,ORDER_PLACED,invalid,/data,"of c, ""quoted""",1970-01-01T00:00:00.000Z,2`,
        `event:e2,event,e2,'=1+1,ORDER_PLACED,invalid,/data,Plain.,1970-01-01T00:00:00.000Z,2`,
        '',
      ]);
    });

    it('answers an error where the first page of a CSV cannot be had', async () => {
      at.host.extension = { deadLetters: () => Promise.reject(new Error('broken')) };
      const answer = await at.send('GET', '/api/installations/i1/dead-letters.csv');
      expect(answer.statusCode).to.equal(500);
    });

    it('refuses a malformed selection', async () => {
      const answer = await at.json('POST', '/api/installations/i1/replay', { ids: ['a', 7] });
      expect(answer.statusCode).to.equal(422);
      expect(errorOf(answer).path).to.equal('/ids/1');
    });
  });
});
