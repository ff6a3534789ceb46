import { expect } from 'chai';
import { Fault, type Issue } from '../../../src/contract/index.js';
import { errorOf, ServerFixture } from './fixture.js';

describe('createServer: runs', () => {
  let at: ServerFixture;
  let seen: unknown[];

  beforeEach(() => {
    at = new ServerFixture();
    seen = [];
    const tell =
      (name: string) =>
      ({ installation }: { installation: string }, ...asked: unknown[]) => {
        seen.push([name, installation, ...asked]);
        return Promise.resolve({ told: name } as never);
      };
    at.host.extension = {
      planSync: tell('plan'),
      startSync: tell('start'),
      controlSync: tell('control'),
      syncRuns: tell('runs'),
    };
  });
  afterEach(() => at.server.close());

  it('makes a plan', async () => {
    const answer = await at.json('POST', '/api/installations/i1/plan', { kind: 'load' });
    expect(answer.statusCode).to.equal(200);
    expect(answer.json()).to.deep.equal({ told: 'plan' });
    expect(seen).to.deep.equal([['plan', 'i1', { kind: 'load' }]]);
  });

  it('starts a run and answers before it has ended', async () => {
    const asked = { kind: 'load', members: false, audiences: ['a'], eventsFrom: 5, repair: true };
    const answer = await at.json('POST', '/api/installations/i1/runs', asked);
    expect(answer.statusCode).to.equal(202);
    expect(seen).to.deep.equal([['start', 'i1', asked]]);
  });

  it('takes the time of the first event as a date-time', async () => {
    for (const eventsFrom of ['2026-11-23T10:00:00+01:00', '2026-11-23']) {
      await at.json('POST', '/api/installations/i1/plan', { kind: 'load', eventsFrom });
    }
    expect(seen).to.deep.equal([
      ['plan', 'i1', { kind: 'load', eventsFrom: Date.UTC(2026, 10, 23, 9) }],
      ['plan', 'i1', { kind: 'load', eventsFrom: Date.UTC(2026, 10, 23) }],
    ]);
  });

  it('names each wrong field', async () => {
    const wrong = {
      kind: 'all',
      members: 'yes',
      audiences: ['a', 7],
      eventsFrom: 'soon',
      repair: 1,
      force: true,
    };
    for (const path of ['plan', 'runs']) {
      const answer = await at.json('POST', `/api/installations/i1/${path}`, wrong);
      expect(answer.statusCode).to.equal(422);
      expect(answer.json<{ issues: Issue[] }>().issues.map((issue) => issue.path)).to.have.members([
        '/kind',
        '/members',
        '/audiences/1',
        '/eventsFrom',
        '/repair',
        '/force',
      ]);
    }
    const empty = await at.send('POST', '/api/installations/i1/runs');
    expect(errorOf(empty)).to.include({ code: 'missing', path: '/kind' });
    for (const eventsFrom of [-1, 1.5, null, '2026-11-23T10:00:00', '2026-13-01']) {
      const answer = await at.json('POST', '/api/installations/i1/runs', { kind: 'load', eventsFrom });
      expect(errorOf(answer), String(eventsFrom)).to.include({ code: 'not_an_instant', path: '/eventsFrom' });
    }
    expect(seen).to.be.empty;
  });

  it('pages through the runs', async () => {
    await at.send('GET', '/api/installations/i1/runs?cursor=c&limit=5');
    expect(seen).to.deep.equal([['runs', 'i1', { cursor: 'c', limit: 5 }]]);
    expect((await at.send('GET', '/api/installations/i1/runs?limit=0')).statusCode).to.equal(400);
  });

  it('pauses, resumes and cancels', async () => {
    for (const action of ['pause', 'resume', 'cancel']) {
      expect((await at.send('POST', `/api/installations/i1/runs/r1/${action}`)).statusCode).to.equal(200);
    }
    expect(seen).to.deep.equal([
      ['control', 'i1', 'r1', 'pause'],
      ['control', 'i1', 'r1', 'resume'],
      ['control', 'i1', 'r1', 'cancel'],
    ]);
    expect((await at.send('POST', '/api/installations/i1/runs/r1/stop')).statusCode).to.equal(404);
  });

  for (const [code, status] of [
    ['run_unknown', 404],
    ['run_ended', 409],
    ['not_active', 409],
  ] as const) {
    it(`answers ${status} to ${code}`, async () => {
      at.host.extension.controlSync = () =>
        Promise.reject(new Fault({ kind: 'config', code, message: 'That cannot be.' }));
      const answer = await at.send('POST', '/api/installations/i1/runs/r1/pause');
      expect(answer.statusCode).to.equal(status);
      expect(errorOf(answer).code).to.equal(code);
    });
  }

  it('offers no run that could not be stopped', async () => {
    delete at.host.extension.controlSync;
    const answer = await at.json('POST', '/api/installations/i1/runs', { kind: 'load' });
    expect(answer.statusCode).to.equal(501);
    expect(errorOf(answer).code).to.equal('operation_not_offered');
  });
});
