import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { throttleWait } from '../../src/delivery/budget/throttle-wait.js';
import {
  createHttp,
  KlaviyoClient,
  KlaviyoTransportError,
  OAuthApi,
  TokenRefused,
} from '../../src/klaviyo/index.js';
import { type Outcome, PAGE_LOOP, ProfileImportsProvider } from '../../src/providers/index.js';
import { answerWith, type Reply, RoughServer, trickle } from '../klaviyo/rough-server.js';
import { ASKED, IMPORT_LISTS } from './asked.js';
import own from './cases/answers.json' with { type: 'json' };

interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly klaviyo?: boolean;
  readonly trickle?: string;
}

interface SharedRow {
  readonly operation: string;
  readonly answer: Answered;
  readonly expect: string;
}

const KLAVIYO_HEADERS = { 'x-klaviyo-req-id': 'the-request', cid: 'DEMO01' };

const errorDocument = (pointer: string) => ({
  errors: [
    {
      id: 'the-request',
      status: 400,
      code: 'invalid',
      title: 'Invalid input.',
      detail: 'ada@loyalty-demo.net is not valid.',
      source: { pointer },
      links: {},
      meta: {},
    },
  ],
});

/** What a row's answer is on the wire. */
function replyOf({ status = 200, headers = {}, body, klaviyo = true, trickle: trickles }: Answered): Reply {
  if (trickles !== undefined) return trickle(20);
  const all = { ...(klaviyo ? KLAVIYO_HEADERS : {}), ...headers };
  const pointer = /pointer ([^\s)]+)/.exec(String(body))?.[1] ?? '/data/';
  const isDocument = body === 'KLAVIYO_ERROR' || /error document/.test(String(body));
  if (isDocument) return answerWith(status, all, errorDocument(pointer));
  if (body === 'processing for ever') {
    return answerWith(status, all, { data: { id: 'J1', attributes: { status: 'processing' } } });
  }
  return (response, request) => {
    if (typeof body !== 'object' || body === null) {
      answerWith(status, all, body)(response, request);
      return;
    }
    const written = JSON.stringify(body).replaceAll('(this page)', request.url ?? '');
    // A page that names itself has members as well.
    const page = 'links' in body && !('data' in body) ? { data: [] } : {};
    answerWith(status, all, { ...page, ...(JSON.parse(written) as object) })(response, request);
  };
}

describe('answers', () => {
  let server: RoughServer;
  before(async () => (server = await RoughServer.open()));
  after(() => server.close());

  const ask = (operation: string, answer: Answered): Promise<Outcome<unknown>> => {
    server.reply = replyOf(answer);
    const client = new KlaviyoClient(createHttp(), server.origin, { deadlineMs: 500, graceMs: 0 });
    return ASKED[operation]!({ send: (request) => client.send(request, 'token') });
  };

  for (const [index, row] of own.rows.entries()) {
    const { operation, outcome, ...more } = row as {
      operation: string;
      answer: Answered;
      outcome: string;
      doubt?: boolean;
      code?: string;
      value?: unknown;
    };
    const { status = 200, body = '' } = more.answer;
    it(`${index}: ${operation} answered ${status} ${JSON.stringify(body)} is ${outcome}`, async () => {
      const told = (await ask(operation, more.answer)) as unknown as Readonly<Record<string, unknown>>;
      expect(told['kind']).to.equal(outcome);
      for (const key of ['doubt', 'code', 'value'] as const) {
        if (more[key] !== undefined) expect(told[key], key).to.equal(more[key]);
      }
    });
  }

  it('has rows for every operation that a provider sends', () => {
    expect(new Set(own.rows.map(({ operation }) => operation))).to.have.all.keys(...Object.keys(ASKED));
  });

  describe('of the shared cases', () => {
    const file = join(process.cwd(), '..', 'shared', 'cases', 'answers.json');
    if (!existsSync(file)) {
      it('are at hand', function () {
        if (process.env['REQUIRE_ALL'] === '1') throw new Error('../shared/cases/answers.json is required');
        this.skip();
      });
      return;
    }
    const { rows } = JSON.parse(readFileSync(file, 'utf8')) as { rows: readonly SharedRow[] };
    const expectUnwell = (outcome: Outcome<unknown>, row: SharedRow) => {
      const isRead = row.operation.startsWith('get_');
      expect(outcome).to.include({ kind: 'unwell', doubt: !isRead });
    };

    /** By the beginning of what is expected: what the outcome must be. */
    const checks: readonly (readonly [
      begin: string,
      check: (outcome: Outcome<unknown>, row: SharedRow) => void,
    ])[] = [
      ['in doubt, sent again', expectUnwell],
      ['trouble of the way', expectUnwell],
      ['no success', expectUnwell],
      ['the dropdown says', expectUnwell],
      [
        'queue kept',
        (outcome) => expect(outcome).to.include({ kind: 'retired', code: 'revision_retired', doubt: false }),
      ],
      [
        'GET /api/lists/{id} first',
        (outcome) =>
          expect(outcome.kind === 'missing' && outcome.faults).to.deep.equal([
            { code: 'invalid', pointer: '/data/' },
          ]),
      ],
      [
        'only the second list rests',
        (outcome) => {
          const faults = outcome.kind === 'refused' ? outcome.faults : [];
          const imports = new ProfileImportsProvider();
          expect(imports.namedLists(faults, IMPORT_LISTS)).to.deep.equal(['LIST_1']);
          expect(imports.speaksOfLists(faults)).to.equal(true);
        },
      ],
      ['no progress', (outcome) => expect(outcome).to.include({ kind: 'unwell', code: PAGE_LOOP })],
      [
        'at least 1 s, growing',
        (outcome) => {
          const asked = outcome.kind === 'throttled' ? outcome.retryAfterMs : NaN;
          expect([1, 2, 3, 30].map((streak) => throttleWait(asked, streak))).to.deep.equal([
            1_000, 2_000, 4_000, 60_000,
          ]);
        },
      ],
      [
        'at most 24 h',
        (outcome) => expect(outcome).to.include({ kind: 'throttled', retryAfterMs: 86_400_000 }),
      ],
      [
        'a problem after an hour',
        (outcome) => expect(outcome.kind === 'done' && outcome.value).to.include({ end: null }),
      ],
    ];

    const askToken = async (answer: Answered): Promise<unknown> => {
      server.reply = replyOf(answer);
      const url = server.origin;
      const oauth = new OAuthApi(createHttp(), {
        authorizeUrl: url,
        tokenUrl: url,
        revokeUrl: url,
        clientId: 'id',
        clientSecret: 'secret',
        redirectUri: url,
      });
      return oauth.refresh('r').catch((error: unknown) => error);
    };

    for (const [index, row] of rows.entries()) {
      it(`${index}: ${row.operation} ${row.answer.status ?? ''}: ${row.expect}`, async () => {
        if (row.operation === 'oauth_token') {
          const refused = (await askToken(row.answer)) as TokenRefused;
          expect(refused).to.be.instanceOf(TokenRefused);
          const asked = row.answer.headers?.['retry-after'];
          expect(refused.retryAfterMs).to.equal(asked === undefined ? null : Number(asked) * 1_000);
          expect([refused.isRevoked, refused.isOurs]).to.deep.equal([false, false]);
          return;
        }
        const outcome = await ask(row.operation, row.answer).catch((error: unknown) => error);
        if (row.answer.trickle !== undefined) {
          expect(outcome).to.be.instanceOf(KlaviyoTransportError);
          expect(outcome).to.include({ code: 'DEADLINE', landed: 'unknown' });
          return;
        }
        const check = checks.find(([begin]) => row.expect.startsWith(begin))?.[1];
        if (!check) throw new Error(`Nobody knows how to check "${row.expect}".`);
        check(outcome as Outcome<unknown>, row);
      });
    }
  });

  describe('a refusal', () => {
    it('tells nothing personal, and what is to be decided by', async () => {
      const title = 'ada@loyalty-demo.net ("Ada Lovelace", +44 20 7946 0958) is not valid.';
      const body = { errors: [{ ...errorDocument('/data/x').errors[0], title }] };
      const refused = await ask('create_event', { status: 400, body });
      expect(refused).to.include({ kind: 'refused', pointer: '/data/x', code: 'invalid' });
      expect(refused.kind === 'refused' && refused.message).to.equal(
        '‹e-mail› (‹…›, ‹number›) is not valid.',
      );
    });

    it('of a permission tells the operation, and the scopes that it needs', async () => {
      const forbidden = await ask('add_profiles_to_list', { status: 403, body: 'KLAVIYO_ERROR' });
      expect(forbidden).to.deep.include({
        kind: 'forbidden',
        operation: 'add_profiles_to_list',
        scopes: ['lists:write', 'profiles:write'],
        message: 'Invalid input.',
      });
    });

    it('of an import names the lists that its pointers name, and no other', () => {
      const imports = new ProfileImportsProvider();
      const at = (pointer: string | null) => ({ code: 'invalid', pointer });
      const named = (...pointers: (string | null)[]) => imports.namedLists(pointers.map(at), IMPORT_LISTS);
      expect(named('/data/relationships/lists/data/2/id', '/data/relationships/lists/data/0')).to.deep.equal([
        'LIST_0',
        'LIST_2',
      ]);
      expect(named('/data/relationships/lists/data/7/id', '/data/relationships/lists', null)).to.deep.equal(
        [],
      );
      expect(imports.speaksOfLists([at('/data/relationships/lists')])).to.equal(true);
      expect(imports.speaksOfLists([at('/data/attributes/profiles/data/0/id'), at(null)])).to.equal(false);
    });
  });
});
