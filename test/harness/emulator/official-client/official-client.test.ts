/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- the client's documents give plain objects to its models */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { OAuthBasicSession, OAuthSession, Pkce, type Session } from 'klaviyo-api';
import { OPERATIONS } from '../../../../src/harness/emulator/index.js';
import { EmulatorUnderTest } from '../emulator-under-test.js';
import { brokenAnswers } from './broken-answers.js';
import { clientScenario } from './client-scenario.js';
import type { Client, ClientStep, Heard, Known } from './client-step.js';
import { modelComplaints } from './model-complaints.js';
import { OAuthAt, openClient, promptRetry, TokenShelf } from './open-client.js';
import { departures } from './pattern.js';
import { ReplayServer } from './replay-server.js';

/** Waits as Klaviyo's own work needs it, on the emulator's clock. */
const SETTLE_MS = 1000;
const CUSTOMER = 'tenant-1';
const BACK_TO = 'http://127.0.0.1:4000/oauth/callback';

/** A step that went well, for playing it again. */
interface Recorded {
  readonly step: ClientStep;
  readonly known: Known;
  readonly heard: Heard;
}

/** What is wrong with what the client has made of an answer. */
const faults = ({ step, known }: Recorded, heard: Heard): readonly string[] => [
  ...(heard.response.status === step.status ? [] : [`status ${heard.response.status}`]),
  ...(step.expected === undefined
    ? departures(heard.response.data, '')
    : departures(heard.body, step.expected(known))),
];

const allSteps = async (
  under: EmulatorUnderTest,
  client: Client,
  each: (recorded: Recorded) => void = () => undefined,
): Promise<readonly Recorded[]> => {
  const known: Known = {};
  const recorded: Recorded[] = [];
  for (const step of clientScenario(under.url)) {
    const heard = await step.call(client, known);
    step.learn?.(heard.body, known);
    const record = { step, known: { ...known }, heard };
    each(record);
    recorded.push(record);
    under.clock.advance(SETTLE_MS);
  }
  return recorded;
};

/** Goes through consent as a person would, as far as the address that the browser is sent back to. */
const consent = async (under: EmulatorUnderTest, authorize: string): Promise<URL> => {
  const page = await under.send('GET', authorize);
  expect(page.status).to.equal(200);
  const decision = new URLSearchParams(new URL(authorize).search);
  for (const [name, value] of [
    ['account', 'DEMO01'],
    ['role', 'owner'],
    ['decision', 'allow'],
  ] as const) {
    decision.set(name, value);
  }
  const sent = await under.send('POST', '/oauth/authorize', { body: decision });
  return new URL(sent.headers.get('location') ?? '');
};

describe('emulator: the official client', () => {
  let under: EmulatorUnderTest;
  let session: Session;
  beforeEach(async () => {
    under = await EmulatorUnderTest.open();
    session = new OAuthBasicSession(under.token, promptRetry());
  });
  afterEach(() => under.close());

  describe('calls each operation, reads each answer by its own models, and finds what it must', () => {
    const steps = clientScenario('http://emulator');

    it(`in ${steps.length} steps: ${steps.map(({ name }) => name).join('; ')}`, async () => {
      await allSteps(under, openClient(session, under.url), (recorded) => {
        const { step, heard } = recorded;
        const { data } = heard.response;
        expect(faults(recorded, heard), step.name).to.deep.equal([]);
        if (step.model !== undefined) expect(modelComplaints(data, step.model), step.name).to.deep.equal([]);
      });
      expect(under.emulator.violations.all()).to.deep.equal([]);
    });

    it('which are all that the emulator offers', () => {
      const called = new Set(steps.map(({ operation }) => operation));
      expect(OPERATIONS.map(({ id }) => id).filter((id) => !called.has(id))).to.deep.equal([]);
    });

    it('sending what the scenario says it sends', async () => {
      const client = openClient(session, under.url);
      await allSteps(under, client);
      const sent = under.emulator.journal.since(0).map(({ method, path }) => {
        const pathname = path.split('?', 1)[0] ?? '';
        return under.emulator.parts.contract.operationOf(method, pathname);
      });
      expect(sent).to.deep.equal(clientScenario(under.url).map(({ operation }) => operation));
      const types = under.emulator.journal.since(0).map(({ headers }) => headers['content-type']);
      expect(new Set(types)).to.deep.equal(new Set([undefined, 'application/json']));
    });
  });

  describe('having an answer broken', () => {
    let replay: ReplayServer;
    before(async () => (replay = await ReplayServer.open()));
    after(() => replay.close());

    it('in any part that it reads, does not find what it must', async function () {
      this.timeout(180_000);
      const recorded = await allSteps(under, openClient(session, under.url));
      const client = openClient(session, replay.url);
      const unnoticed: string[] = [];
      let tried = 0;
      const unread: string[] = [];
      for (const record of recorded) {
        const { step, known, heard } = record;
        expect(faults(record, heard), step.name).to.deep.equal([]);
        for (const { what, answer } of brokenAnswers(heard.response.data)) {
          tried += 1;
          replay.answer({ status: step.status, json: answer });
          const other = await step.call(client, known).catch(() => null);
          if (other === null) continue;
          if (isDeepStrictEqual(other.body, heard.body)) unread.push(`${step.name}: ${what}`);
          else if (faults(record, other).length === 0) unnoticed.push(`${step.name}: ${what}`);
        }
      }
      expect(unnoticed).to.deep.equal([]);
      expect(tried).to.be.above(1500);
      // What the client does not read, no scenario can miss.
      expect(unread).to.deep.equal([]);
    });

    it('in its status, or empty where it must not be, does not find what it must', async () => {
      const recorded = await allSteps(under, openClient(session, under.url));
      const client = openClient(session, replay.url);
      for (const record of recorded) {
        const { step, known, heard } = record;
        const wrong = step.status === 200 ? 203 : 200;
        for (const answer of [
          { status: wrong, json: heard.response.data },
          ...(step.model === undefined
            ? [{ status: step.status === 204 ? 200 : step.status, json: { data: [] } }]
            : [{ status: step.status }]),
        ]) {
          replay.answer(answer);
          const other = await step.call(client, known).catch(() => null);
          if (other !== null) expect(faults(record, other), step.name).not.to.deep.equal([]);
        }
      }
    });

    it('without Retry-After, comes again before it may', async () => {
      const { accounts } = openClient(session, replay.url);
      const timed = async (headers: Record<string, string>) => {
        replay.answer({ status: 429, headers, json: { errors: [] } }, { status: 200, json: { data: [] } });
        const begun = performance.now();
        expect((await accounts.getAccounts()).response.status).to.equal(200);
        expect(replay.asked).to.equal(2);
        return performance.now() - begun;
      };
      expect(await timed({ 'retry-after': '1' })).to.be.above(950);
      expect(await timed({})).to.be.below(500);
    });
  });

  it('being throttled, waits as long as it is told', async () => {
    await under.admin('POST', 'faults', { kind: 'storm', retryAfter: 1, count: 1 });
    const begun = performance.now();
    const { response } = await openClient(session, under.url).accounts.getAccounts();
    expect(response.status).to.equal(200);
    expect(performance.now() - begun).to.be.above(950);
    expect(under.emulator.journal.since(0).map(({ status }) => status)).to.deep.equal([429, 200]);
  });

  it('being refused, hears the errors, each with a code, a pointer and the id of the request', async () => {
    const { profiles } = openClient(session, under.url);
    const refused = await profiles
      .createOrUpdateProfile({ data: { type: 'profile', attributes: { email: 'nope' } } })
      .catch((error: unknown) => error);
    const { response } = refused as {
      response: { status: number; headers: Record<string, string>; data: unknown };
    };
    expect(response.status).to.equal(400);
    expect(
      modelComplaints(response.data, 'GetAccounts4XXResponse').filter(
        (one) => !/status|links|meta/.test(one),
      ),
    ).to.deep.equal([]);
    expect(response.data).to.have.nested.property('errors[0].source.pointer', '/data/attributes/email');
    expect(response.data).to.have.nested.property('errors[0].code', 'invalid');
    expect(response.data).to.have.nested.property('errors[0].id', response.headers['x-klaviyo-req-id']);
  });

  describe('by OAuth', () => {
    const connect = async () => {
      const shelf = new TokenShelf();
      const oauth = new OAuthAt(under.url, shelf);
      const codes: Pkce.Codes = Pkce.generateCodes();
      const { codeVerifier, codeChallenge } = codes;
      const scopes = 'accounts:read profiles:write profiles:read';
      const back = await consent(
        under,
        oauth.generateAuthorizeUrl('state-1', scopes, codeChallenge, BACK_TO),
      );
      expect(back.searchParams.get('state')).to.equal('state-1');
      const code = back.searchParams.get('code') ?? '';
      return { shelf, oauth, code, codeVerifier };
    };
    const livesFor = (expiresAt: Date): number => Math.round((expiresAt.getTime() - Date.now()) / 1000);

    it('asks for consent, exchanges the code, calls, and renews what has run out', async () => {
      const { shelf, oauth, code, codeVerifier } = await connect();
      const first = await oauth.createTokens(CUSTOMER, codeVerifier, code, BACK_TO);
      expect(livesFor(first.expiresAt)).to.be.within(3595, 3600);
      const { accounts, lists } = openClient(new OAuthSession(CUSTOMER, oauth), under.url);
      expect((await accounts.getAccounts()).body.data[0]!.id).to.equal('DEMO01');

      // What was not asked for is not allowed.
      const refused = await lists.getLists().catch((error: unknown) => error);
      expect(refused).to.have.nested.property('response.status', 403);

      // Klaviyo's clock goes on, the client's does not: a token that it takes for good is refused, renewed, and good.
      under.clock.advance(2 * 3_600_000);
      expect((await accounts.getAccounts()).response.status).to.equal(200);
      const second = shelf.kept.get(CUSTOMER)!;
      expect(second.accessToken).not.to.equal(first.accessToken);
      expect(
        under.emulator.journal
          .since(0)
          .slice(-3)
          .map(({ path, status }) => `${status} ${path}`),
      ).to.deep.equal(['401 /api/accounts', '200 /oauth/token', '200 /api/accounts']);
    });

    it('when the app was removed, hears why', async () => {
      const { oauth, code, codeVerifier } = await connect();
      await oauth.createTokens(CUSTOMER, codeVerifier, code, BACK_TO);
      under.emulator.control.uninstall('DEMO01');
      const refused = await oauth.refreshTokens(CUSTOMER).catch((error: unknown) => error);
      expect(refused).to.include({ name: 'REFRESH_TOKEN_ERROR', message: 'invalid_grant' });
    });

    it('having a token answer broken in a part that it reads, has tokens that are none', async () => {
      const replay = await ReplayServer.open();
      const shelf = new TokenShelf();
      const oauth = new OAuthAt(replay.url, shelf);
      const { refreshToken } = under.emulator.control.grant({ account: 'DEMO01' });
      const { json } = await under.form(
        '/oauth/token',
        { grant_type: 'refresh_token', refresh_token: refreshToken },
        { authorization: `Basic ${Buffer.from('wll-local:wll-local-secret').toString('base64')}` },
      );
      const isGood = ({
        accessToken,
        refreshToken: kept,
        expiresAt,
      }: typeof shelf.kept extends Map<string, infer T> ? T : never) =>
        /^[\w-]{43}$/.test(accessToken) &&
        kept === refreshToken &&
        [3599, 3600].includes(livesFor(expiresAt));
      const exchanged = async (answer: unknown) => {
        replay.answer({ status: 200, json: answer });
        return oauth.createTokens(CUSTOMER, 'verifier', 'code', BACK_TO);
      };
      expect(isGood(await exchanged(json))).to.equal(true);
      const read = brokenAnswers(json).filter(({ what }) =>
        /access_token|refresh_token|expires_in/.test(what),
      );
      expect(read).to.have.length(6);
      for (const { what, answer } of read) expect(isGood(await exchanged(answer)), what).to.equal(false);
      await replay.close();
    });
  });
});
