import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { EmulatorUnderTest, type Reply, text } from './emulator-under-test.js';

const VERIFIER = 'v'.repeat(64);
const CALLBACK = 'http://localhost:4000/oauth/callback';
const BASIC = { authorization: `Basic ${Buffer.from('wll-local:wll-local-secret').toString('base64')}` };
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
const DAY = 86_400_000;

describe('emulator: OAuth', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const question = (changes: Record<string, string> = {}): Record<string, string> => ({
    response_type: 'code',
    client_id: 'wll-local',
    redirect_uri: CALLBACK,
    scope: 'accounts:read events:write',
    state: 'st&"<te',
    code_challenge_method: 'S256',
    code_challenge: challengeOf(VERIFIER),
    ...changes,
  });
  const decide = (changes: Record<string, string> = {}) =>
    under.form('/oauth/authorize', {
      ...question(),
      account: 'DEMO01',
      role: 'owner',
      decision: 'allow',
      ...changes,
    });
  const back = (reply: Reply) => new URL(reply.headers.get('location')!);
  const code = async (changes: Record<string, string> = {}) =>
    back(await decide(changes)).searchParams.get('code')!;
  const exchange = (given: string, changes: Record<string, string> = {}) =>
    under.form(
      '/oauth/token',
      {
        grant_type: 'authorization_code',
        code: given,
        code_verifier: VERIFIER,
        redirect_uri: CALLBACK,
        ...changes,
      },
      BASIC,
    );
  const connect = async () => {
    const { json } = await exchange(await code());
    return { access: text(json['access_token']), refresh: text(json['refresh_token']) };
  };
  const refresh = (token: string) =>
    under.form('/oauth/token', { grant_type: 'refresh_token', refresh_token: token }, BASIC);
  const status = async (access: string) =>
    (await under.api('GET', '/api/accounts', undefined, { token: access })).status;

  describe('consent page', () => {
    const page = (changes: Record<string, string> = {}) =>
      under.send('GET', `/oauth/authorize?${new URLSearchParams(question(changes)).toString()}`);

    it('names the app, the scopes in words, the accounts and both buttons, and needs no script', async () => {
      const reply = await page();
      expect(reply.status).to.equal(200);
      expect(reply.text).to.include('White Label Loyalty').and.include('Record what your customers do');
      expect(reply.text).to.include('Demo Coffee').and.include('value="deny"').and.include('value="allow"');
      expect(reply.text).not.to.match(/<script|https?:\/\/(?!localhost)/i);
      expect(reply.text).to.include('prefers-color-scheme:dark').and.include('width=device-width');
    });

    it('escapes what it shows', async () => {
      const reply = await page();
      expect(reply.text).to.include('st&amp;&quot;&lt;te').and.not.include('st&"<te');
      under.emulator.control.marketer.openAccount({ id: 'EVIL01', name: '<img src=x>' });
      expect((await page()).text)
        .to.include('&lt;img src=x&gt;')
        .and.not.include('<img');
    });

    const strays: Record<string, Record<string, string>> = {
      'an unknown client': { client_id: 'nobody' },
      'an address of elsewhere': { redirect_uri: 'https://evil.example/callback' },
      'an address that only begins like this machine': { redirect_uri: 'http://localhost.evil.example/' },
      'an address with a fragment': { redirect_uri: `${CALLBACK}#x` },
      'a script for an address': { redirect_uri: 'javascript:alert(1)' },
    };
    for (const [what, changes] of Object.entries(strays)) {
      it(`having ${what}, shows a page and redirects nowhere`, async () => {
        for (const reply of [await page(changes), await decide(changes)]) {
          expect(reply.status).to.equal(400);
          expect(reply.headers.get('location')).to.equal(null);
        }
      });
    }

    for (const [what, changes, error] of [
      ['no PKCE', { code_challenge: '' }, 'invalid_request'],
      ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
      ['an unknown scope', { scope: 'everything:write' }, 'invalid_scope'],
      ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ] as const) {
      it(`having ${what}, tells the app`, async () => {
        const reply = await page(changes);
        expect(reply.status).to.equal(302);
        expect(back(reply).searchParams.get('error')).to.equal(error);
        expect(back(reply).searchParams.get('state')).to.equal('st&"<te');
      });
    }
  });

  describe('decision', () => {
    for (const role of ['owner', 'admin']) {
      it(`when an ${role} allows, goes back with a code and the state`, async () => {
        const reply = await decide({ role });
        expect(reply.status).to.equal(302);
        expect(back(reply).searchParams.get('code')).to.be.a('string').and.have.length.above(20);
        expect(back(reply).searchParams.get('state')).to.equal('st&"<te');
      });
    }

    for (const role of ['manager', 'analyst', '', 'Owner']) {
      it(`when '${role}' allows, refuses on a page with a way back and grants nothing`, async () => {
        const reply = await decide({ role });
        expect(reply.status).to.equal(403);
        expect(reply.headers.get('location')).to.equal(null);
        expect(reply.text).to.include('Only an owner or admin').and.include('href="/oauth/authorize?');
      });
    }

    it('when denied, goes back with access_denied and the state', async () => {
      const reply = await decide({ decision: 'deny', role: 'analyst' });
      expect(back(reply).searchParams.get('error')).to.equal('access_denied');
      expect(back(reply).searchParams.get('state')).to.equal('st&"<te');
    });
  });

  describe('exchange', () => {
    it('answers tokens, their life and their scopes', async () => {
      const reply = await exchange(await code());
      expect(reply.status).to.equal(200);
      expect(reply.headers.get('cache-control')).to.equal('no-store');
      expect(reply.json).to.include({
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'accounts:read events:write',
      });
      expect(await status(text(reply.json['access_token']))).to.equal(200);
    });

    it('having a code that was used, refuses', async () => {
      const given = await code();
      await exchange(given);
      expect((await exchange(given)).json).to.include({ error: 'invalid_grant' });
    });

    it('having a code of five minutes ago, refuses', async () => {
      const given = await code();
      under.clock.advance(5 * 60_000);
      expect((await exchange(given)).json).to.include({ error: 'invalid_grant' });
    });

    it('having a code of just under five minutes ago, takes it', async () => {
      const given = await code();
      under.clock.advance(5 * 60_000 - 1);
      expect((await exchange(given)).status).to.equal(200);
    });

    it('having another verifier, refuses and burns the code', async () => {
      const given = await code();
      const reply = await exchange(given, { code_verifier: 'w'.repeat(64) });
      expect([reply.status, reply.json['error']]).to.deep.equal([400, 'invalid_grant']);
      expect((await exchange(given)).status).to.equal(400);
    });

    it('having another redirect_uri, refuses', async () => {
      const reply = await exchange(await code(), { redirect_uri: `${CALLBACK}/` });
      expect([reply.status, reply.json['error']]).to.deep.equal([400, 'invalid_grant']);
    });

    it('having wrong credentials, answers 401 invalid_client, not JSON:API', async () => {
      const wrong = { authorization: `Basic ${Buffer.from('wll-local:nope').toString('base64')}` };
      for (const headers of [wrong, {}]) {
        const reply = await under.form(
          '/oauth/token',
          { grant_type: 'refresh_token', refresh_token: 'x' },
          headers,
        );
        expect([reply.status, reply.json['error'], reply.json['errors']]).to.deep.equal([
          401,
          'invalid_client',
          undefined,
        ]);
      }
    });

    it('having another grant type, answers unsupported_grant_type', async () => {
      const reply = await under.form('/oauth/token', { grant_type: 'password' }, BASIC);
      expect([reply.status, reply.json['error']]).to.deep.equal([400, 'unsupported_grant_type']);
    });
  });

  describe('refresh', () => {
    it('keeps the refresh token, as observed', async () => {
      const { refresh: token } = await connect();
      const reply = await refresh(token);
      expect(reply.json['refresh_token']).to.equal(token);
      expect(await status(text(reply.json['access_token']))).to.equal(200);
    });

    it('having the switch for rotation, answers a new one and kills the old', async () => {
      under.emulator.control.setSwitches({ rotateRefreshTokens: true });
      const { refresh: token } = await connect();
      const next = text((await refresh(token)).json['refresh_token']);
      expect(next).not.to.equal(token);
      expect((await refresh(token)).json['error']).to.equal('invalid_grant');
      expect((await refresh(next)).status).to.equal(200);
    });

    it('when unused for ninety days, is refused; each use begins anew', async () => {
      const { refresh: token } = await connect();
      under.clock.advance(89 * DAY);
      expect((await refresh(token)).status).to.equal(200);
      under.clock.advance(89 * DAY);
      expect((await refresh(token)).status).to.equal(200);
      under.clock.advance(90 * DAY);
      const reply = await refresh(token);
      expect([reply.status, reply.json['error']]).to.deep.equal([400, 'invalid_grant']);
    });

    it('having the switch, names the other error', async () => {
      under.emulator.control.setSwitches({ refreshRefusal: 'invalid_grant_type' });
      expect((await refresh('unknown')).json['error']).to.equal('invalid_grant_type');
    });

    it('when more than ten in a minute for one install, answers 429 until the minute ends', async () => {
      const { refresh: token } = await connect();
      under.clock.advance(20_000);
      for (let count = 0; count < 10; count += 1) expect((await refresh(token)).status).to.equal(200);
      const reply = await refresh(token);
      expect([reply.status, reply.headers.get('retry-after')]).to.deep.equal([429, '40']);
      under.clock.advance(40_000);
      expect((await refresh(token)).status).to.equal(200);
      under.emulator.control.setSwitches({ refreshLimit: false });
      for (let count = 0; count < 12; count += 1) expect((await refresh(token)).status).to.equal(200);
    });
  });

  describe('access token', () => {
    it('when its hour is over, answers 401', async () => {
      const { access } = await connect();
      under.clock.advance(3600_000 - 1);
      expect(await status(access)).to.equal(200);
      under.clock.advance(1);
      expect(await status(access)).to.equal(401);
    });

    it('having not the scope, answers 403 in JSON:API', async () => {
      const { access } = await connect();
      const reply = await under.api('GET', '/api/lists', undefined, { token: access });
      expect([reply.status, reply.json['errors']![0]!['code']]).to.deep.equal([403, 'permission_denied']);
    });
  });

  describe('one install for one account', () => {
    it('when one connection is revoked, the other dies too, and other accounts live', async () => {
      const [one, other] = [await connect(), await connect()];
      const elsewhere = await exchange(await code({ account: 'DEMO02' }));
      const reply = await under.form(
        '/oauth/revoke',
        { token: one.refresh, token_type_hint: 'refresh_token' },
        BASIC,
      );
      expect(reply.status).to.equal(200);
      expect(await status(other.access)).to.equal(401);
      expect((await refresh(other.refresh)).json['error']).to.equal('invalid_grant');
      expect((await refresh(text(elsewhere.json['refresh_token']))).status).to.equal(200);
    });

    it('when an unknown token is revoked, says nothing of it', async () => {
      expect((await under.form('/oauth/revoke', { token: 'x' }, BASIC)).status).to.equal(200);
      expect((await under.form('/oauth/revoke', { token: 'x' })).status).to.equal(401);
    });

    for (const dies of [true, false]) {
      it(`when removed in Klaviyo, refresh is refused and the access token ${dies ? 'fails at once' : 'lives on'}`, async () => {
        under.emulator.control.setSwitches({ accessTokenDiesOnUninstall: dies });
        const { access, refresh: token } = await connect();
        expect((await under.admin('POST', 'uninstall', { account: 'DEMO01' })).status).to.equal(200);
        expect((await refresh(token)).json['error']).to.equal('invalid_grant');
        expect(await status(access)).to.equal(dies ? 401 : 200);
      });
    }
  });

  it('writes no code, token, verifier or secret to the journal', async () => {
    const given = await code();
    const { access, refresh: token } = await connect();
    await status(access);
    await under.form('/oauth/revoke', { token }, BASIC);
    const journal = JSON.stringify(under.emulator.journal.since(0));
    for (const secret of [given, access, token, VERIFIER, 'wll-local-secret', BASIC.authorization.slice(6)]) {
      expect(journal).not.to.include(secret);
    }
    expect(journal).to.include('Bearer <redacted>').and.include('Basic <redacted>').and.include('grant_type');
  });
});
