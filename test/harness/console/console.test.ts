import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { callbackScript } from '../../../src/harness/console/pages/callback-script.js';
import { consolePages } from '../../../src/harness/console/pages/console-pages.js';
import { html } from '../../../src/harness/console/pages/html.js';
import { renderCallback } from '../../../src/harness/console/pages/render-callback.js';
import { createServer } from '../../../src/harness/server/create-server.js';
import { FakeHost } from '../server/fake-host.js';

const EVIL = `<script>alert("x")</script>'&`;
const HARMLESS = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;';

describe('html', () => {
  it('escapes text, in text and attributes', () => {
    expect(html`<p title="${EVIL}">${EVIL}</p>`.html).to.equal(`<p title="${HARMLESS}">${HARMLESS}</p>`);
  });

  it('escapes an ampersand once', () => {
    expect(html`${'&lt;'}`.html).to.equal('&amp;lt;');
  });

  it('keeps HTML, joins lists, leaves nothing out but nothing', () => {
    const list = ['a', '<'].map((item) => html`<li>${item}</li>`);
    const values = [list, null, undefined, false as const, 0, ''];
    expect(html`${values}`.html).to.equal('<li>a</li><li>&lt;</li>0');
  });
});

describe('renderCallback', () => {
  it('names the account, escaped', () => {
    const page = renderCallback({ ok: true, account: { id: 'DEMO01', name: EVIL } });
    expect(page).to.contain(HARMLESS).and.to.contain('DEMO01').and.to.contain('data-result="connected"');
    expect(page).not.to.contain(EVIL);
  });

  it('tells code, path and sentence of a refusal, escaped, and leads back', () => {
    const page = renderCallback({ ok: false, issue: { code: 'state_used', path: EVIL, message: EVIL } });
    expect(page).to.contain('state_used').and.to.contain('data-result="refused"').and.not.to.contain(EVIL);
    expect(page).to.contain('href="/settings/integrations/extensions"');
  });

  it('has a script that parses', () => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- parsed, never run
    expect(() => new Function(callbackScript)).not.to.throw();
  });
});

describe('consolePages', () => {
  const surroundings = { tenant: 'demo', vendorUrl: 'http://k', vendorIsLocal: true, hasStream: false };
  let built: string;
  let server: FastifyInstance;
  before(async () => {
    built = await mkdtemp(join(tmpdir(), 'console-'));
    await mkdir(join(built, 'assets'));
    await writeFile(join(built, 'index.html'), '<meta name="csp-nonce" content="%NONCE%" />');
    await writeFile(join(built, 'assets', 'main-1.js'), 'export {};');
    const plugins = [consolePages({ surroundings, built })];
    server = createServer({ host: new FakeHost(), callbackPage: renderCallback, plugins });
  });
  after(async () => {
    await server.close();
    await rm(built, { recursive: true });
  });

  for (const url of [
    '/',
    '/settings',
    '/settings/integrations/extensions/i1/overview?tenant=b',
    '/developer',
  ]) {
    it(`answers ${url} with the page`, async () => {
      const answer = await server.inject({ url });
      expect(answer.statusCode).to.equal(200);
      expect(answer.headers['content-type']).to.contain('text/html');
      expect(answer.headers['cache-control']).to.equal('no-store');
    });
  }

  it('lets nothing inline and nothing from elsewhere in, and gives each page a nonce of its own', async () => {
    const [one, two] = await Promise.all([server.inject({ url: '/' }), server.inject({ url: '/' })]);
    const nonce = /content="([^"]+)"/.exec(one.body)?.[1];
    const policy = String(one.headers['content-security-policy']);
    expect(nonce).to.have.length.above(20);
    expect(policy)
      .to.contain(`style-src 'self' 'nonce-${nonce ?? ''}'`)
      .and.to.contain("script-src 'self';");
    expect(policy).not.to.contain('unsafe');
    expect(two.body).not.to.equal(one.body);
  });

  it('serves what was built, to be kept', async () => {
    const answer = await server.inject({ url: '/console/assets/main-1.js' });
    expect(answer.headers['content-type']).to.contain('javascript');
    expect(answer.headers['cache-control']).to.contain('immutable');
  });

  for (const url of ['/nothing', '/settings/nothing', '/nothing/at/all?x=1']) {
    it(`says by the page that there is nothing at ${url}, where somebody looks`, async () => {
      const answer = await server.inject({ url, headers: { accept: 'text/html,*/*' } });
      expect(answer.statusCode).to.equal(404);
      expect(answer.headers['content-type']).to.contain('text/html');
      expect(answer.body).to.contain('csp-nonce');
    });
  }

  it('answers programs as before, whoever looks', async () => {
    for (const url of ['/api/nothing', '/console/nothing', '/oauth/nothing']) {
      const answer = await server.inject({ url, headers: { accept: 'text/html' } });
      expect(answer.json()).to.have.nested.property('error.code', 'route_not_found');
    }
  });

  for (const url of [
    '/nothing',
    '/console/assets/none.js',
    '/console/assets/../index.html',
    '/api/nothing',
  ]) {
    it(`has nothing at ${url}`, async () => {
      const answer = await server.inject({ url });
      expect(answer.statusCode).to.equal(404);
      expect(answer.json()).to.have.nested.property('error.code', 'route_not_found');
    });
  }

  it('tells the page what stands around it', async () => {
    expect((await server.inject({ url: '/console/surroundings' })).json()).to.deep.equal(surroundings);
  });
});
