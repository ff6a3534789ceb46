import { expect } from 'chai';
import type { Attempt, Overview } from '../../../src/contract/index.js';
import { consolePages } from '../../../src/harness/console/console-pages.js';
import { html } from '../../../src/harness/console/html.js';
import { renderCallback } from '../../../src/harness/console/render-callback.js';
import { createServer } from '../../../src/harness/server/create-server.js';
import { FakeHost, view } from '../server/fake-host.js';

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

  it('tells code, path and sentence of a refusal, escaped', () => {
    const page = renderCallback({ ok: false, issue: { code: 'state_used', path: EVIL, message: EVIL } });
    expect(page).to.contain('state_used').and.to.contain('data-result="refused"').and.not.to.contain(EVIL);
  });
});

describe('consolePages', () => {
  const overview: Overview = {
    state: 'active',
    counts: { waitingEvents: 11, waitingStates: 22, delivered: 33, deadLetters: 44, ignored: { a: 5, b: 6 } },
    oldestWaitingAt: 1000,
  };
  const attempt: Attempt = {
    at: 0,
    operation: EVIL,
    items: 3,
    result: 'done',
    status: 202,
    requestId: null,
    ms: 12,
  };

  const open = async (url: string, arrange: (host: FakeHost) => void = () => undefined) => {
    const host = new FakeHost();
    arrange(host);
    const klaviyoUrl = 'http://127.0.0.1:4010';
    const pages = consolePages({ host, klaviyoUrl, defaultTenant: 'demo', clock: { now: () => 61_000 } });
    const server = createServer({ host, callbackPage: renderCallback, plugins: [pages] });
    const answer = await server.inject({ url });
    await server.close();
    return { answer, host };
  };

  it('shows state, account, counts and the way to Klaviyo', async () => {
    const { answer } = await open('/', (host) => {
      host.extension = { overview: () => Promise.resolve(overview) };
    });
    expect(answer.headers['content-type']).to.contain('text/html');
    expect(answer.headers['content-security-policy'])
      .to.contain("script-src 'self'")
      .and.not.contain('unsafe');
    for (const text of [
      'Demo Coffee',
      'DEMO01',
      'active',
      '<dd>11</dd>',
      '<dd>22</dd>',
      '<dd>33</dd>',
      '<dd>44</dd>',
    ]) {
      expect(answer.body).to.contain(text);
    }
    expect(answer.body).to.contain('<dd>60 s</dd>').and.to.contain('<dd>11</dd>');
    expect(answer.body).to.contain('href="http://127.0.0.1:4010"').and.to.contain('Made for 9.');
  });

  it('escapes all that comes from elsewhere', async () => {
    const { answer } = await open('/', (host) => {
      host.installations = () =>
        Promise.resolve([
          view({
            type: EVIL,
            reason: { code: 'x', message: EVIL },
            check: { state: 'active', account: { id: EVIL, name: EVIL }, issues: [] },
            problems: [{ key: 'k', code: EVIL, severity: 'error', message: EVIL }],
          }),
        ]);
      host.extension = { activity: () => Promise.resolve({ items: [attempt] }) };
    });
    expect(answer.body).to.contain(HARMLESS).and.not.to.contain('<script>alert');
  });

  it('stands when an extension does not answer', async () => {
    const { answer } = await open('/', (host) => {
      host.extension = { overview: () => Promise.reject(new Error('hangs')) };
    });
    expect(answer.statusCode).to.equal(200);
    expect(answer.body).to.contain('Demo Coffee').and.not.to.contain('hangs');
  });

  it('offers Connect where it needs one, Save with Active where it is off', async () => {
    const body = async (state: 'draft' | 'connected' | 'active', active: boolean) =>
      (
        await open('/', (host) => {
          host.installations = () => Promise.resolve([view({ active, check: { state, issues: [] } })]);
        })
      ).answer.body;
    expect(await body('draft', false))
      .to.contain('data-connect="i1"')
      .and.not.to.contain('data-activate');
    expect(await body('connected', false))
      .to.contain('data-activate="i1"')
      .and.not.to.contain('data-connect');
    expect(await body('active', true)).not.to.contain('<button');
  });

  it('gives the fragment alone, of the tenant asked for', async () => {
    const { answer, host } = await open('/console/fragment?tenant=second');
    expect(answer.body).not.to.contain('<html').and.not.to.contain('undefined');
    expect(answer.body).to.contain('<strong>second</strong>');
    expect(host.asked('installations')).to.deep.equal([['second']]);
  });

  it('refuses a tenant that is none', async () => {
    const { answer, host } = await open('/?tenant=%3Cscript%3E');
    expect(answer.statusCode).to.equal(422);
    expect(host.calls).to.be.empty;
  });

  for (const [url, type] of [
    ['/console/style.css', 'text/css'],
    ['/console/script.js', 'text/javascript'],
    ['/console/callback.js', 'text/javascript'],
  ] as const) {
    it(`serves ${url}`, async () => {
      const { answer } = await open(url);
      expect(answer.headers['content-type']).to.contain(type);
    });
  }

  it('serves scripts that parse', async () => {
    for (const url of ['/console/script.js', '/console/callback.js']) {
      const { answer } = await open(url);
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- parsed, never run
      expect(() => new Function(answer.body)).not.to.throw();
    }
  });
});
