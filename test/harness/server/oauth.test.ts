import { expect } from 'chai';
import { Fault } from '../../../src/contract/index.js';
import { errorOf, ServerFixture } from './fixture.js';

const refused = {
  status: 'refused',
  issue: { path: '/state', code: 'state_used', message: 'This link was used.' },
} as const;

describe('createServer: OAuth', () => {
  let at: ServerFixture;
  beforeEach(() => {
    at = new ServerFixture();
  });
  afterEach(() => at.server.close());

  const begin = (cookies: Record<string, string> = {}) =>
    at.send('POST', '/api/installations/i1/connect', { cookies });
  const browserOf = (call = 0) => at.host.asked('connect')[call]?.[2] as string;

  it('tells where to send the browser', async () => {
    expect((await begin()).json()).to.deep.equal({
      redirect: (at.host.connectAnswer as { url: string }).url,
    });
  });

  it('ties the authorisation to the browser by a cookie that no script reads', async () => {
    const [cookie] = (await begin()).cookies;
    expect(cookie).to.deep.include({ name: 'wll_browser', httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(cookie?.value).to.equal(browserOf());
    expect(Buffer.from(browserOf(), 'base64url')).to.have.length(32);
  });

  it('gives every browser another value, and one browser always its own', async () => {
    const first = (await begin()).cookies[0]!.value;
    await begin();
    await begin({ wll_browser: first });
    expect(browserOf(1)).not.to.equal(first);
    expect(browserOf(2)).to.equal(first);
  });

  it('does not take a planted value', async () => {
    await begin({ wll_browser: 'planted' });
    expect(browserOf()).to.have.length(43).and.not.to.equal('planted');
  });

  it('passes a refusal to connect on', async () => {
    at.host.connectAnswer = {
      status: 'refused',
      issue: { path: '', code: 'account_in_use', message: 'Taken.' },
    };
    const answer = await begin();
    expect(answer.statusCode).to.equal(409);
    expect(errorOf(answer).code).to.equal('account_in_use');
  });

  it('takes the callback with its cookie', async () => {
    const answer = await at.send('GET', '/oauth/callback?state=i1.s&code=c', {
      cookies: { wll_browser: 'b' },
    });
    expect(answer.statusCode).to.equal(200);
    expect(answer.headers['content-type']).to.contain('text/html');
    expect(answer.headers['cache-control']).to.equal('no-store');
    expect(answer.headers['content-security-policy']).to.contain("default-src 'none'");
    expect(at.host.asked('callback')).to.deep.equal([[{ state: 'i1.s', code: 'c', browser: 'b' }]]);
  });

  it('takes a callback without a cookie for another browser', async () => {
    await at.send('GET', '/oauth/callback?state=i1.s&error=access_denied');
    expect(at.host.asked('callback')).to.deep.equal([
      [{ state: 'i1.s', error: 'access_denied', browser: '' }],
    ]);
  });

  it('ignores parameters given twice', async () => {
    await at.send('GET', '/oauth/callback?state=a&state=b&code=c');
    expect(at.host.asked('callback')).to.deep.equal([[{ code: 'c', browser: '' }]]);
  });

  it('tells a refusal on the page', async () => {
    at.host.callbackAnswer = refused;
    const answer = await at.send('GET', '/oauth/callback?state=x');
    expect(answer.statusCode).to.equal(400);
    expect(answer.body).to.contain('state_used');
  });

  it('tells a refusal as JSON where that is asked for', async () => {
    at.host.callbackAnswer = refused;
    const answer = await at.send('GET', '/oauth/callback', { headers: { accept: 'application/json' } });
    expect(answer.statusCode).to.equal(400);
    expect(errorOf(answer)).to.deep.equal(refused.issue);
  });

  it('answers a fault by the page too, and keeps what is inside inside', async () => {
    at.host.faults.set(
      'callback',
      new Fault({ kind: 'config', code: 'state_unknown', message: 'Begin again.' }),
    );
    expect((await at.send('GET', '/oauth/callback?state=x')).statusCode).to.equal(400);
    at.host.faults.set('callback', new Error('secret'));
    const answer = await at.send('GET', '/oauth/callback?state=x');
    expect(answer.statusCode).to.equal(500);
    expect(answer.body).not.to.contain('secret');
    expect(at.logged).to.have.length(1);
  });
});
