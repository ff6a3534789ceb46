import { expect } from 'chai';
import type { SyncPlan, SyncRun } from '../../../src/contract/index.js';
import { runCli } from '../../../src/harness/cli/run-cli.js';
import { FakeIo } from './fake-io.js';

const run = (over: Partial<SyncRun> = {}): SyncRun => ({
  id: 'r1',
  kind: 'load',
  state: 'running',
  phase: 'members',
  request: { kind: 'load' },
  startedAt: 0,
  endedAt: null,
  total: 1000,
  done: 0,
  failed: 0,
  skipped: {},
  rate: null,
  remainingMs: null,
  drift: [],
  reason: null,
  ...over,
});

describe('runCli, runs', () => {
  let io: FakeIo;
  /** What the run looks like at each look. */
  let looks: SyncRun[];

  beforeEach(() => {
    io = new FakeIo();
    looks = [];
    io.answer = (url, init) => {
      if (url.endsWith('/api/installations')) {
        return Response.json([
          { id: 'a1', type: 'AUDIT' },
          { id: 'i1', type: 'KLAVIYO' },
        ]);
      }
      if (init?.method === 'POST') return Response.json(looks.shift(), { status: 202 });
      return Response.json({ items: [run({ id: 'r0', state: 'done' }), looks.shift()] });
    };
  });

  const asked = () =>
    io.requests
      .filter(({ init }) => init?.method === 'POST')
      .map(({ url, init }) => [new URL(url).pathname, JSON.parse(init?.body as string) as unknown]);

  it('shows a plan', async () => {
    const plan: SyncPlan = {
      kind: 'load',
      members: { total: 1000, create: 900, update: 90, notSendable: { restricted: 10, placeholder: 0 } },
      lists: [
        {
          audienceId: 'a',
          audience: 'Gold',
          listId: 'L',
          list: 'Gold list',
          mode: 'mirror',
          joins: 400,
          there: 2,
        },
      ],
      events: 7,
      requests: { profile_bulk_import: 1, event_bulk_create: 1 },
      expectedMs: 200_000,
      warnings: [{ code: 'list_flows', message: 'Adding to a list starts its flows.', path: '' }],
      reasons: { restricted: 'Nothing about them is sent.' },
    };
    const ask = io.answer;
    io.answer = (url, init) => (url.endsWith('/plan') ? Response.json(plan) : ask(url, init));
    expect(await runCli(['plan', '--events-from', '86400000'], io)).to.equal(0);
    expect(asked()).to.deep.equal([['/api/installations/i1/plan', { kind: 'load', eventsFrom: 86_400_000 }]]);
    expect(io.lines).to.deep.equal([
      'members   1000: 900 to create, 90 to update',
      '          10 not sendable: restricted – Nothing about them is sent.',
      'list      Gold list from Gold (mirror): 400 join, 2 are there',
      'events    7 of the past',
      'requests  2',
      '          1 profile_bulk_import',
      '          1 event_bulk_create',
      'time      about 3 min 20 s',
      'warning   list_flows: Adding to a list starts its flows.',
    ]);
  });

  it('shows a load until it is done, a line for each phase', async () => {
    looks = [
      run(),
      run({ done: 500, rate: 74.6, remainingMs: 7000 }),
      run({ phase: 'lists', done: 900, failed: 1, skipped: { restricted: 2 } }),
      run({ state: 'done', done: 997, failed: 1, skipped: { restricted: 2 }, endedAt: 61_000 }),
    ];
    expect(await runCli(['load', '--audiences', 'a'], io)).to.equal(0);
    expect(asked()).to.deep.equal([['/api/installations/i1/runs', { kind: 'load', audiences: ['a'] }]]);
    expect(io.slept).to.deep.equal([1000, 1000, 1000]);
    expect(io.lines).to.deep.equal([
      'load members [....................] 0 % 0/1000',
      'load lists [##################..] 90 % 903/1000, 1 failed, 2 skipped',
      'load done [####################] 100 % 1000/1000, 1 failed, 2 skipped',
      'took 1 min 1 s',
      '2 skipped: restricted',
    ]);
  });

  it('rewrites one line on a terminal', async () => {
    const shown: string[] = [];
    const terminal = Object.assign(io, { rewrite: (line: string) => void shown.push(line) });
    looks = [run(), run({ done: 500, rate: 74.6, remainingMs: 7000 }), run({ state: 'done', done: 1000 })];
    await runCli(['load'], terminal);
    expect(shown).to.deep.equal([
      'load members [....................] 0 % 0/1000',
      'load members [##########..........] 50 % 500/1000, 75/s, 7 s left',
      '',
    ]);
    expect(io.lines).to.deep.equal(['load done [####################] 100 % 1000/1000']);
  });

  it('tells what a reconciliation found, and fails where it did not end well', async () => {
    looks = [
      run({
        kind: 'reconcile',
        state: 'done',
        drift: [
          {
            kind: 'extra',
            about: 'list',
            count: 11,
            examples: [{ memberId: null, profileId: 'P1', listId: 'L' }],
          },
          {
            kind: 'different',
            about: 'points',
            count: 1,
            examples: [{ memberId: 'm1', profileId: 'P2', fields: ['Points', 'Tier'] }],
          },
        ],
      }),
    ];
    expect(await runCli(['reconcile', '--no-repair'], io)).to.equal(0);
    expect(asked()).to.deep.equal([['/api/installations/i1/runs', { kind: 'reconcile', repair: false }]]);
    expect(io.lines.slice(1)).to.deep.equal([
      '11 extra: list (as profile P1 list L)',
      '1 different: points (as member m1 Points, Tier)',
    ]);
    looks = [run({ state: 'failed', reason: 'Connect again.' })];
    expect(await runCli(['load'], io)).to.equal(1);
    expect(io.lines.at(-1)).to.equal('Connect again.');
  });

  it('starts and does not wait', async () => {
    looks = [run()];
    expect(await runCli(['load', '--detach', '--installation', 'x'], io)).to.equal(0);
    expect(io.slept).to.be.empty;
    expect(asked()[0]?.[0]).to.equal('/api/installations/x/runs');
  });

  it('lists runs, and acts on one', async () => {
    looks = [
      run({ id: 'r1', kind: 'reconcile', drift: [{ kind: 'extra', about: 'list', count: 3, examples: [] }] }),
    ];
    expect(await runCli(['runs'], io)).to.equal(0);
    expect(io.lines).to.deep.equal([
      'KIND       STATE    PHASE    DONE  FAILED  TOTAL  DRIFT  STARTED                   ID',
      'load       done     members  0     0       1000   -      1970-01-01T00:00:00.000Z  r0',
      'reconcile  running  members  0     0       1000   3      1970-01-01T00:00:00.000Z  r1',
    ]);
    looks = [run({ state: 'paused' })];
    expect(await runCli(['runs', 'pause', 'r1'], io)).to.equal(0);
    expect(asked()).to.deep.equal([['/api/installations/i1/runs/r1/pause', {}]]);
    expect(io.lines.at(-1)).to.equal('load paused [....................] 0 % 0/1000');
  });

  it('says that nothing is installed, or that several are', async () => {
    io.answer = () => Response.json([{ id: 'a1', type: 'AUDIT' }]);
    expect(await runCli(['load'], io)).to.equal(1);
    io.answer = () =>
      Response.json([
        { id: 'i1', type: 'KLAVIYO' },
        { id: 'i2', type: 'KLAVIYO' },
      ]);
    expect(await runCli(['load'], io)).to.equal(2);
    expect(io.errors).to.deep.equal([
      'Tenant demo has no installation of KLAVIYO.',
      'Name one with --installation: i1, i2.',
    ]);
  });
});
