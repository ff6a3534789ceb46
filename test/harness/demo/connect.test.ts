import { expect } from 'chai';
import type { Check, EventItem, Overview, SyncRun } from '../../../src/contract/index.js';
import { announceMembers } from '../../../src/harness/demo/connect/announce-members.js';
import { awaitArrival } from '../../../src/harness/demo/connect/await-arrival.js';
import { connectDemo } from '../../../src/harness/demo/connect/connect-demo.js';
import { loadMembers } from '../../../src/harness/demo/connect/load-members.js';
import { nextStep } from '../../../src/harness/demo/connect/next-step.js';
import { readForm } from '../../../src/harness/demo/connect/read-form.js';
import { FakeClock } from '../host/fake-clock.js';
import { FakeHost, view } from '../server/fake-host.js';
import { MemoryLedger } from './memory-ledger.js';

describe('readForm', () => {
  it('reads where a form goes and what it carries, entities undone', () => {
    const form = readForm(`<p>Hello<form method="post" action="/oauth/authorize?a=1&amp;b=2">
      <input type="hidden" name="state" value="i1.&quot;x&quot;&#39;&lt;&#x26;&nope;">
      <input name="seen" value="no"><input type=hidden name=plain value=yes /></form>`);
    expect(form).to.deep.equal({
      method: 'POST',
      action: '/oauth/authorize?a=1&b=2',
      hidden: { state: `i1."x"'<&&nope;`, plain: 'yes' },
    });
  });

  it('finds none', () => {
    expect(readForm('<p>Nothing</p>')).to.equal(undefined);
  });
});

describe('connectDemo', () => {
  interface Asked {
    readonly url: string;
    readonly init: RequestInit | undefined;
  }
  const walk = async (over: Partial<Record<'connect' | 'page' | 'submit' | 'callback', Response>> = {}) => {
    const asked: Asked[] = [];
    const answers = [
      over.connect ??
        new Response(JSON.stringify({ redirect: 'http://k/oauth/authorize?state=i1.s' }), {
          headers: { 'set-cookie': 'wll_browser=abc; HttpOnly; Path=/' },
        }),
      over.page ??
        new Response(
          '<form method="post" action="/oauth/authorize"><input type="hidden" name="state" value="i1.s"></form>',
        ),
      over.submit ??
        new Response(null, {
          status: 302,
          headers: { location: 'http://h/oauth/callback?state=i1.s&code=c' },
        }),
      over.callback ?? new Response('{}'),
    ];
    await connectDemo({
      url: 'http://h',
      tenant: 'demo',
      installation: 'i1',
      account: 'DEMO01',
      fetch: (url, init) => {
        asked.push({ url, init });
        return Promise.resolve(answers[asked.length - 1]!);
      },
    });
    return asked;
  };

  it('goes the way of a browser', async () => {
    const asked = await walk();
    expect(asked.map(({ url }) => url)).to.deep.equal([
      'http://h/api/installations/i1/connect',
      'http://k/oauth/authorize?state=i1.s',
      'http://k/oauth/authorize',
      'http://h/oauth/callback?state=i1.s&code=c',
    ]);
    expect(Object.fromEntries(new URLSearchParams(asked[2]?.init?.body as string))).to.deep.equal({
      state: 'i1.s',
      account: 'DEMO01',
      role: 'owner',
      decision: 'allow',
    });
    expect(new Headers(asked[3]?.init?.headers).get('cookie')).to.equal('wll_browser=abc');
    expect(new Headers(asked[1]?.init?.headers).has('cookie')).to.be.false;
  });

  for (const [step, answer] of [
    ['connect', () => new Response('{}', { status: 409 })],
    ['page', () => new Response('Stray', { status: 400 })],
    ['submit', () => new Response('Only an owner', { status: 403 })],
    ['callback', () => new Response('{"error":{}}', { status: 400 })],
  ] as const) {
    it(`says that ${step} went wrong`, async () => {
      const error = await walk({ [step]: answer() }).catch((reason: unknown) => reason);
      expect(error).to.have.property('name', 'DemoWalkError');
    });
  }
});

describe('nextStep', () => {
  const account = { id: 'DEMO01', name: 'Demo' };
  const cases: readonly (readonly [Check['state'], boolean, boolean, string])[] = [
    ['draft', true, false, 'connect'],
    ['draft', true, true, 'activate'],
    ['draft', false, false, 'activate'],
    ['connected', true, true, 'activate'],
    ['active', true, true, 'none'],
    ['needs-reconnect', true, true, 'connect'],
    ['disconnected', true, false, 'none'],
  ];
  for (const [state, oauth, authorised, step] of cases) {
    it(`is ${step} for ${state}${oauth ? ' with OAuth' : ''}${authorised ? ', authorised' : ''}`, () => {
      const check = { state, issues: [], ...(authorised ? { account } : {}) };
      expect(nextStep(view({ check }), oauth)).to.equal(step);
    });
  }
});

describe('announceMembers', () => {
  it('tells of every member once, both facets, in groups, and not again', async () => {
    const host = new FakeHost();
    const ledger = new MemoryLedger();
    const announcement = { host, tenant: 'demo', members: 1200, ledger, clock: new FakeClock() };
    await announceMembers(announcement);
    const items = host.asked('dispatch').map(([, group]) => group as EventItem[]);
    expect(items.map(({ length }) => length)).to.deep.equal([1000, 1000, 400]);
    expect(new Set(items.flat().map((item) => JSON.stringify(item)))).to.have.property('size', 2400);
    await announceMembers(announcement);
    expect(host.asked('dispatch')).to.have.length(3);
  });

  it('comes again with what found the extension busy', async () => {
    const host = new FakeHost();
    const clock = new FakeClock();
    let busy = true;
    host.receipt = (item) =>
      busy && 'kind' in item && item.facet === 'wallet'
        ? { id: '', status: 'busy', code: 'queue_full', message: 'Later.', retryAfterMs: 2000 }
        : { id: '', status: 'accepted' };
    const told = announceMembers({ host, tenant: 'demo', members: 3, ledger: new MemoryLedger(), clock });
    await clock.advance(1999);
    expect(host.asked('dispatch')).to.have.length(1);
    busy = false;
    await clock.advance(1);
    await told;
    expect(host.asked('dispatch')[1]?.[1]).to.have.length(3);
  });
});

describe('awaitArrival', () => {
  const overview = (waitingEvents: number, waitingStates: number): Overview => ({
    state: 'active',
    counts: { waitingEvents, waitingStates, delivered: 0, deadLetters: 0, ignored: {} },
    oldestWaitingAt: null,
  });
  const arrange = (answer: () => Overview) => {
    const host = new FakeHost();
    host.extension = { overview: () => Promise.resolve(answer()) };
    const clock = new FakeClock();
    const progress: number[] = [];
    const arrived = awaitArrival({
      host,
      tenant: 'demo',
      installations: ['i1'],
      clock,
      timeoutMs: 20_000,
      progress: (waiting) => progress.push(waiting),
    });
    return { clock, progress, arrived };
  };

  it('is over when no state waits, whatever events may wait for', async () => {
    let waiting = overview(1, 1);
    const { clock, arrived } = arrange(() => waiting);
    let over = false;
    void arrived.then(() => (over = true));
    await clock.advance(500);
    expect(over).to.be.false;
    waiting = overview(1, 0);
    await clock.advance(100);
    expect(await arrived).to.be.true;
  });

  it('is over when the time is, having told how much waits', async () => {
    const { clock, arrived, progress } = arrange(() => overview(0, 7));
    await clock.advance(21_000);
    expect(await arrived).to.be.false;
    expect(progress).to.deep.equal([7, 7, 7]);
  });
});

describe('loadMembers', () => {
  const load = async (host: FakeHost, ledger: MemoryLedger, members: number) => {
    const started: object[] = [];
    await loadMembers({
      host,
      tenant: 'demo',
      members,
      installations: ['i1'],
      ledger,
      started: (run) => started.push(run),
    });
    return started;
  };

  it('starts a load of each extension that has one, once for each size of the tenant', async () => {
    const host = new FakeHost();
    const ledger = new MemoryLedger();
    host.extension = { startSync: (_call, { kind }) => Promise.resolve({ kind, total: 2000 } as SyncRun) };
    expect(await load(host, ledger, 2000)).to.deep.equal([{ type: 'KLAVIYO', total: 2000 }]);
    expect(await load(host, ledger, 2000)).to.be.empty;
    expect(await load(host, ledger, 3000)).to.have.length(1);
  });

  it('passes over one that has none', async () => {
    expect(await load(new FakeHost(), new MemoryLedger(), 2000)).to.be.empty;
  });
});
