import { expect } from 'chai';
import { createHttp, KlaviyoTransportError, OAuthApi, TokenRefused } from '../../src/klaviyo/index.js';
import { answerWith, RoughServer, trickle } from './rough-server.js';

describe('OAuthApi', () => {
  let server: RoughServer;
  beforeEach(async () => (server = await RoughServer.open()));
  afterEach(() => server.close());

  const api = (deadlineMs = 2_000) =>
    new OAuthApi(
      createHttp(),
      {
        authorizeUrl: `${server.origin}/authorize`,
        tokenUrl: `${server.origin}/token`,
        revokeUrl: `${server.origin}/revoke`,
        clientId: 'id',
        clientSecret: 'secret',
        redirectUri: 'http://127.0.0.1/',
      },
      { deadlineMs, graceMs: 0 },
    );
  const refusal = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

  const json = { 'content-type': 'application/json' };
  const html = { 'content-type': 'text/html' };

  describe('refresh', () => {
    const cases = [
      { answer: answerWith(400, json, '{"error":"invalid_grant"}'), code: 'invalid_grant', is: 'revoked' },
      { answer: answerWith(401, json, '{"error":"invalid_client"}'), code: 'invalid_client', is: 'ours' },
      { answer: answerWith(403, json, '{"error":"invalid_grant"}'), code: 'invalid_grant', is: 'trouble' },
      { answer: answerWith(400, html, '<html>invalid_grant</html>'), code: 'http_400', is: 'trouble' },
      { answer: answerWith(200, html, '<html>sign in</html>'), code: 'no_access_token', is: 'trouble' },
      { answer: answerWith(302, { location: '/portal' }, ''), code: 'http_302', is: 'trouble' },
      { answer: answerWith(500, json, '{"error":"a@b.net is unknown"}'), code: 'unknown', is: 'trouble' },
    ];
    for (const { answer, code, is } of cases) {
      it(`tells ${code} apart as ${is}`, async () => {
        server.reply = answer;
        const refused = await refusal(api().refresh('r'));
        expect(refused).to.be.instanceOf(TokenRefused);
        const told = refused as TokenRefused;
        expect(told.code).to.equal(code);
        expect([told.isRevoked, told.isOurs]).to.deep.equal([is === 'revoked', is === 'ours']);
        expect(server.requests).to.deep.equal(['POST /token']);
      });
    }

    it('tells how long it shall wait', async () => {
      server.reply = answerWith(429, { ...json, 'retry-after': '60' }, '{}');
      expect(((await refusal(api().refresh('r'))) as TokenRefused).retryAfterMs).to.equal(60_000);
    });

    it('ends at its deadline where the answer trickles', async () => {
      server.reply = trickle(20);
      const failure = await refusal(api(300).refresh('r'));
      expect(failure).to.be.instanceOf(KlaviyoTransportError);
      expect((failure as KlaviyoTransportError).code).to.equal('DEADLINE');
    });
  });

  describe('revoke', () => {
    it('is confirmed by 200, empty or with JSON', async () => {
      for (const body of ['', '{}']) {
        server.reply = answerWith(200, json, body);
        await api().revoke('r');
      }
    });

    for (const [status, body] of [
      [200, '<html>sign in</html>'],
      [302, ''],
      [503, ''],
    ] as const) {
      it(`is not confirmed by ${status} ${body}`, async () => {
        server.reply = answerWith(status, html, body);
        expect(await refusal(api().revoke('r'))).to.be.instanceOf(TokenRefused);
      });
    }
  });
});
