import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { EventItem, Issue } from '../../../src/contract/index.js';
import { csvLine } from '../../../src/harness/server/answers/csv-line.js';
import { createServer } from '../../../src/harness/server/create-server.js';
import { ItemSplitter, type ListFormat } from '../../../src/harness/server/door/item-splitter.js';
import { FakeHost } from './fake-host.js';
import { errorOf, ServerFixture } from './fixture.js';

const nested = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

describe('ItemSplitter', () => {
  const split = (text: string, format: ListFormat, size: number): readonly unknown[] => {
    const splitter = new ItemSplitter(format);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
    return splitter.end();
  };
  const tricky = [
    { a: '],[{"\\' },
    ['é,"', '\u{1F600}\\u0041'],
    7,
    '}',
    null,
    {},
    [[]],
    { '"': [{ b: ',' }] },
  ];

  for (const size of [1, 2, 7, 1000]) {
    it(`finds every item, whatever stands in its texts, ${size} bytes at a time`, () => {
      const lines = tricky.map((item) => JSON.stringify(item)).join('\r\n');
      expect(split(` ${JSON.stringify(tricky, null, 1)} \n`, 'json', size)).to.deep.equal(tricky);
      expect(split(`\uFEFF${JSON.stringify(tricky)}`, 'json', size)).to.deep.equal(tricky);
      expect(split(`\uFEFF${lines}\n\n`, 'ndjson', size)).to.deep.equal(tricky);
      expect(split(`\uFEFF{"a": [1, 2]} `, 'json', size)).to.deep.equal([{ a: [1, 2] }]);
      expect(split(' [ ] ', 'json', size)).to.deep.equal([]);
      expect(split('\n \n', 'ndjson', size)).to.deep.equal([]);
    });

    for (const text of [
      '[1,]',
      '[,1]',
      '[1',
      '[1}',
      '[1]]',
      '[1] 2',
      '[1][2]',
      '[{"a":1]}]',
      '{"a":1},{}',
      'x[1]',
      '["a',
      '[1 2]',
      ']',
    ]) {
      it(`finds that ${text} is no JSON, ${size} bytes at a time`, () => {
        expect(() => split(text, 'json', size))
          .to.throw()
          .with.property('code', 'invalid_json');
      });
    }
  }
});

describe('createServer: limits', () => {
  let at: ServerFixture;
  beforeEach(() => {
    at = new ServerFixture();
  });
  afterEach(() => at.server.close());

  const ndjson = (text: string, url = '/api/events') => at.raw('POST', url, 'application/x-ndjson', text);

  it('takes a hundred thousand items, and hands over nothing of more', async () => {
    const most = await ndjson('{}\n'.repeat(100_000));
    expect(most.json()).to.have.length(100_000);
    at.host.calls.length = 0;
    for (const answer of [
      await ndjson('{}\n'.repeat(100_001)),
      await at.raw('POST', '/api/events', 'application/json', `[${'{},'.repeat(100_000)}{}]`),
    ]) {
      expect(answer.statusCode).to.equal(413);
      expect(errorOf(answer).code).to.equal('too_many_items');
    }
    expect(at.host.calls).to.be.empty;
  });

  it('counts the values within an item too', async () => {
    for (const part of ['1,', '{},']) {
      const answer = await at.raw(
        'POST',
        '/api/events',
        'application/json',
        `[{"a":[${part.repeat(4_000_000)}1]}]`,
      );
      expect([answer.statusCode, errorOf(answer).code]).to.deep.equal([413, 'too_many_values']);
    }
  });

  for (const [method, url] of [
    ['POST', '/api/events'],
    ['PUT', '/api/members?notify=false'],
  ] as const) {
    it(`lets others have their turn while it works through a list: ${method} ${url}`, async () => {
      let turns = 0;
      let isDone = false;
      const turn = (): void => {
        turns += 1;
        if (!isDone) setImmediate(turn);
      };
      const answered = at.json(
        method,
        url,
        Array.from({ length: 20_000 }, (_, index) => ({ id: `m${index}` })),
      );
      turn();
      await answered;
      isDone = true;
      expect(turns).to.be.above(20);
    });
  }

  it('rejects an event that is nested too deeply at its place, and hands the others over', async () => {
    for (const levels of [64, 65, 100_000]) {
      const answer = await ndjson(`{"id":"1"}\n{"id":"2","payload":${nested(levels - 1)}}\n{"id":"3"}`);
      const receipts = answer.json<{ id: string; status: string; code?: string }[]>();
      expect(receipts.map(({ id, status }) => `${id} ${status}`)).to.deep.equal([
        '1 accepted',
        levels === 64 ? '2 accepted' : '2 rejected',
        '3 accepted',
      ]);
      expect(receipts[1]?.code).to.equal(levels === 64 ? undefined : 'too_deep');
    }
    const handed = at.host
      .asked('dispatch')
      .flatMap(([, items]) => (items as EventItem[]).map(({ id }) => id));
    expect(handed).to.deep.equal(['1', '2', '3', '1', '3', '1', '3']);
  });

  it('refuses what is nested too deeply everywhere else', async () => {
    const deep = nested(100_000);
    const settings = await at.raw(
      'PUT',
      '/api/installations/i1/settings',
      'application/json',
      `{"settings":${deep},"expectedRevision":0}`,
    );
    expect([settings.statusCode, errorOf(settings).code]).to.deep.equal([400, 'too_deep']);
    const members = await at.raw(
      'PUT',
      '/api/members',
      'application/json',
      `[{"id":"m","profile":{"attributes":${deep}}}]`,
    );
    expect([members.statusCode, errorOf(members).code]).to.deep.equal([422, 'too_deep']);
    expect(errorOf(members).path).to.match(/^\/0\/profile\/attributes\/a/);
    expect(at.host.calls).to.be.empty;
  });

  it('refuses NUL and half a surrogate pair, in texts and in names, and says where', async () => {
    for (const bad of ['a\\u0000b', '\\ud800', '\\udfffx']) {
      for (const [url, body, path] of [
        ['/api/members', `[{"id":"m1"},{"id":"${bad}"}]`, '/1/id'],
        [
          '/api/members',
          `[{"id":"m","profile":{"attributes":{"a/b":["${bad}"]}}}]`,
          '/0/profile/attributes/a~1b/0',
        ],
        ['/api/members', `[{"id":"m","flags":{"${bad}":true}}]`, '/0/flags'],
        [
          '/api/installations/i1/settings',
          `{"settings":{"prefix":"${bad}"},"expectedRevision":0}`,
          '/settings/prefix',
        ],
      ] as const) {
        const answer = await at.raw('PUT', url, 'application/json', body);
        expect([answer.statusCode, errorOf(answer).code, errorOf(answer).path]).to.deep.equal([
          422,
          'text_invalid',
          path,
        ]);
      }
    }
    const pair = await at.raw('PUT', '/api/members', 'application/json', '[{"id":"\\ud83d\\ude00"}]');
    expect(pair.statusCode).to.equal(200);
    for (const url of ['/api/installations/a%00b', '/api/members?search=%00', '/oauth/callback?state=%00']) {
      const answer = await at.send('GET', url);
      expect([answer.statusCode, errorOf(answer).code]).to.deep.equal([400, 'text_invalid']);
    }
  });

  it('refuses an instant that no column holds', async () => {
    for (const from of [-1, 1.5, 1e16, '5']) {
      const answer = await at.json('POST', '/api/installations/i1/discard', { from });
      expect(answer.json<{ issues: Issue[] }>().issues).to.deep.include({
        path: '/from',
        code: 'not_an_instant',
        message: 'This is a time in epoch milliseconds.',
      });
    }
    const far = await at.send('GET', '/api/installations/i1/activity?from=99999999999999999999');
    expect([far.statusCode, errorOf(far).path]).to.deep.equal([400, '/from']);
  });
});

describe('createServer: other pages, caches and connections', () => {
  let at: ServerFixture;
  beforeEach(() => {
    at = new ServerFixture();
  });
  afterEach(() => at.server.close());

  const create = (headers: Record<string, string>) =>
    at.json('POST', '/api/installations', { type: 'KLAVIYO' }, headers);

  it('lets no page of another site or port change anything, though it tells no origin', async () => {
    for (const site of ['cross-site', 'same-site', 'anything']) {
      const answer = await create({ 'sec-fetch-site': site });
      expect([answer.statusCode, errorOf(answer).code]).to.deep.equal([403, 'foreign_origin']);
    }
    expect(at.host.calls).to.be.empty;
    for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:4000' }, {}]) {
      expect((await create(headers as Record<string, string>)).statusCode).to.equal(201);
    }
    expect(
      (await at.send('GET', '/oauth/callback?state=x', { headers: { 'sec-fetch-site': 'cross-site' } }))
        .statusCode,
    ).to.equal(200);
  });

  it('lets nobody keep an answer', async () => {
    for (const url of [
      '/api/installations',
      '/api/nothing',
      '/api/installations/nobody',
      '/healthz',
      '/api/%zz',
    ]) {
      expect((await at.send('GET', url)).headers['cache-control'], url).to.equal('no-store');
    }
  });

  it('ends a connection whose request does not arrive whole in time, and says so', async () => {
    const host = new FakeHost();
    const logged: unknown[] = [];
    const note = (fields: object) => void logged.push(fields);
    const logger = { debug: note, info: note, warn: note, error: note, child: () => logger };
    const server = createServer({ host, logger, callbackPage: () => '', requestTimeoutMs: 200 });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    for (const begun of [
      `POST /api/events HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n[{"id":`,
      `POST /api/installations HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
      `GET /healthz HTTP/1.1\r\nhost: 127.`,
    ]) {
      const socket = connect(port, '127.0.0.1');
      let told = '';
      socket.on('data', (chunk: Buffer) => (told += chunk.toString())).on('error', () => undefined);
      socket.write(begun);
      await once(socket, 'close');
      expect(told)
        .to.match(/^HTTP\/1\.1 408 /)
        .and.contain('"code":"request_timeout"');
    }
    expect(host.calls).to.be.empty;
    expect(logged).to.be.empty;
    await server.close();
  });
});

describe('csvLine', () => {
  for (const sign of ['=', '+', '-', '@', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20']) {
    it(`makes text of a formula that begins with ${sign}, wherever a spreadsheet finds a cell`, () => {
      expect(csvLine([`${sign}1`])).to.equal(`'${sign}1\r\n`);
      expect(csvLine([`a;${sign}1`])).to.equal(`"a;'${sign}1"\r\n`);
      expect(csvLine([`a\n${sign}1\t${sign}2`])).to.equal(`"a\n'${sign}1\t'${sign}2"\r\n`);
      expect(csvLine([`a${sign}1`])).to.equal(`a${sign}1\r\n`);
    });
  }
});
