import { expect } from 'chai';
import { until } from '../until.js';
import { Fault } from '../../src/contract/index.js';
import { KlaviyoTransportError, TokenRefused } from '../../src/klaviyo/index.js';
import { answer, ConnectedWorld, EVENT, granted } from './connected-world.js';

const HOUR_MS = 3_600_000;

describe('TokenKeeper', () => {
  let world: ConnectedWorld;
  beforeEach(async () => {
    world = await ConnectedWorld.open();
    await world.connect('a');
  });
  afterEach(() => world.dispose());

  const failing = (error: Error) => () => Promise.reject(error);
  const failureOf = async (work: Promise<unknown>): Promise<Fault> => {
    const failure = await work.catch((error: unknown) => error);
    if (!Fault.is(failure)) throw new Error(`no fault: ${String(failure)}`);
    return failure;
  };
  const unauthorized = (refused: string) => (token: string) =>
    token === refused ? answer({ status: 401 }) : answer();
  const unavailable = new TokenRefused(503, 'http_503');

  it('asks a failing token end point at most twenty times in two minutes of load, and sends no refused token', async () => {
    world.reply = unauthorized('first a');
    world.grant = failing(unavailable);
    const session = world.sessions.of('a');
    let sent = 0;
    for (let ms = 0; ms < 120_000; ms += 500) {
      await Promise.all(
        [1, 2, 3, 4].map(() =>
          session.send(EVENT).then(
            () => (sent += 1),
            () => undefined,
          ),
        ),
      );
      await world.clock.advance(500);
    }
    expect(sent).to.equal(0);
    expect(world.refreshes.length).to.be.within(5, 20);
    // The first ones have told that it is refused.
    expect(world.calls.length).to.equal(4);
    expect(world.log.filter((line) => line.startsWith('warn'))).to.have.length(1);

    world.grant = () => Promise.resolve(granted('second a', 'refresh a'));
    await world.clock.advance(60_000);
    await session.send(EVENT);
    expect(world.calls.at(-1)?.token).to.equal('second a');
    expect(world.log.filter((line) => line.startsWith('info'))).to.have.length(1);
  });

  it('never refreshes more than ten times a minute where each new token is refused as well', async () => {
    let count = 0;
    world.grant = () => Promise.resolve(granted(`token ${(count += 1)}`, 'refresh a'));
    world.reply = () => answer({ status: 401 });
    const session = world.sessions.of('a');
    for (let ms = 0; ms < 60_000; ms += 250) {
      await session.send(EVENT).catch(() => undefined);
      await world.clock.advance(250);
    }
    expect(world.refreshes.length).to.be.within(2, 10);
    expect(world.calls.length).to.be.at.most(2 * world.refreshes.length);
  });

  it('does not take the same token again for a new one', async () => {
    world.reply = unauthorized('first a');
    world.grant = () => Promise.resolve(granted('first a', 'refresh a'));
    const session = world.sessions.of('a');
    expect((await failureOf(session.send(EVENT))).code).to.equal('token_refresh_failed');
    expect((await failureOf(session.send(EVENT))).code).to.equal('token_refresh_failed');
    expect(world.calls.length).to.equal(1);
  });

  it('asks nobody for as long as the end point says', async () => {
    await world.clock.advance(2 * HOUR_MS);
    world.grant = failing(new TokenRefused(429, 'http_429', 60_000));
    const failure = await failureOf(world.keeper.accessToken('a'));
    expect(failure.retryAfterMs).to.equal(60_000);
    for (let second = 0; second < 59; second += 1) {
      await world.clock.advance(1_000);
      await failureOf(world.keeper.accessToken('a'));
    }
    expect(world.refreshes.length).to.equal(1);
    await world.clock.advance(1_000);
    await failureOf(world.keeper.accessToken('a'));
    expect(world.refreshes.length).to.equal(2);
  });

  it('goes on with a token that is good for some minutes yet, whether the end point fails or hangs', async () => {
    await world.clock.advance(57 * 60_000);
    world.grant = failing(unavailable);
    expect(await world.keeper.accessToken('a')).to.equal('first a');
    await world.clock.advance(1_000);
    world.grant = () => new Promise(() => undefined);
    const waiting = world.keeper.accessToken('a');
    await untilRefreshed(2);
    await world.clock.advance(2_000);
    expect(await waiting).to.equal('first a');
  });

  const untilRefreshed = async (count: number) => {
    while (world.refreshes.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('hands out no token that is over, nor one that cannot arrive in time', async () => {
    world.grant = failing(unavailable);
    await world.clock.advance(HOUR_MS - 6_000);
    expect(await world.keeper.accessToken('a')).to.equal('first a');
    await world.clock.advance(2_000);
    expect((await failureOf(world.keeper.accessToken('a'))).code).to.equal('token_refresh_failed');
  });

  for (const [name, ms] of [
    ['back by two minutes', -120_000],
    ['back by an hour', -HOUR_MS],
    ['back by 25 hours', -25 * HOUR_MS],
    ['forward by two minutes', 120_000],
    ['forward by an hour', HOUR_MS],
    ['forward by 25 hours', 25 * HOUR_MS],
  ] as const) {
    it(`renews when it is due, and not otherwise, with the clock set ${name}`, async () => {
      world.grant = () => Promise.resolve(granted('second a', 'refresh a'));
      await world.keeper.accessToken('a');
      world.clock.step(ms);
      await world.clock.advance(1_000);
      expect(await world.keeper.accessToken('a')).to.equal('first a');
      await world.clock.advance(56 * 60_000);
      expect(await world.keeper.accessToken('a')).to.equal('second a');
    });

    it(`is due within its life after a restart, with the clock set ${name}`, async () => {
      world.clock.step(ms);
      expect(world.keeper.dueIn(await world.row('a'))).to.be.at.most(55 * 60_000);
    });
  }

  describe('tells', () => {
    beforeEach(() => world.clock.advance(2 * HOUR_MS));

    it('the tenant after five minutes, and that it is over', async () => {
      world.grant = failing(new KlaviyoTransportError('unknown', 'DEADLINE', undefined));
      for (let minute = 0; minute < 5; minute += 1) {
        await failureOf(world.keeper.accessToken('a'));
        expect([...world.problems.keys()], `minute ${minute}`).to.deep.equal([]);
        await world.clock.advance(60_000);
      }
      await failureOf(world.keeper.accessToken('a'));
      expect(world.problems.get('a/token_refresh')?.code).to.equal('token_refresh_failing');
      await world.clock.advance(60_000);
      world.grant = () => Promise.resolve(granted('second a', 'refresh a'));
      await world.keeper.accessToken('a');
      expect([...world.problems.keys()]).to.deep.equal([]);
    });

    it("the operator at once where the platform's own credentials are refused, and no tenant is lost by it", async () => {
      world.grant = failing(new TokenRefused(401, 'invalid_client'));
      await failureOf(world.keeper.accessToken('a'));
      expect([...world.problems.keys()]).to.deep.equal(['oauth_client_refused']);
      expect((await world.row('a')).state).to.equal('active');
      expect(world.deactivated).to.deep.equal([]);
      await world.clock.advance(60_000);
      world.grant = () => Promise.resolve(granted('second a', 'refresh a'));
      await world.keeper.accessToken('a');
      expect([...world.problems.keys()]).to.deep.equal([]);
    });

    it('what a process before has left standing is cleared by the first success', async () => {
      world.problems.set('a/token_refresh', { key: 'x', code: 'x', severity: 'warning', message: 'x' });
      world.grant = () => Promise.resolve(granted('second a', 'refresh a'));
      await world.keeper.accessToken('a');
      expect([...world.problems.keys()]).to.deep.equal([]);
    });
  });

  it("takes no gateway's 401 for Klaviyo's", async () => {
    world.reply = () =>
      answer({ status: 401, hasKlaviyoHeader: false, mediaType: 'text/html', body: '<html>' });
    await world.sessions.of('a').send(EVENT);
    expect(world.refreshes).to.deep.equal([]);
    expect(world.calls.length).to.equal(1);
  });

  it('waits for no token when the lane has ended', async () => {
    await world.clock.advance(2 * HOUR_MS);
    world.grant = () => new Promise(() => undefined);
    const lane = new AbortController();
    const sent = world.sessions
      .of('a', lane.signal)
      .send(EVENT)
      .catch((error: unknown) => error);
    await until(
      'the refresh is under way',
      () => world.refreshes.length,
      (count) => count === 1,
    );
    lane.abort();
    expect(await sent).to.include({ code: 'ABORTED', landed: 'no' });
    expect(world.calls).to.deep.equal([]);
  });
});

describe('Heartbeat', () => {
  let world: ConnectedWorld;
  beforeEach(async () => (world = await ConnectedWorld.open()));
  afterEach(() => world.dispose());

  it('renews the others while one hangs, and beats on', async () => {
    for (const id of ['a', 'b', 'c']) await world.connect(id);
    await world.clock.advance(2 * HOUR_MS);
    let release: () => void = () => undefined;
    world.grant = (refresh) =>
      refresh === 'refresh a'
        ? new Promise((resolve) => (release = () => resolve(granted('second a', refresh))))
        : Promise.resolve(granted(`second ${refresh}`, refresh));
    const first = world.heartbeat.beat();
    const accessOf = async (id: string) =>
      (JSON.parse((await world.row(id)).tokens!) as { access: string }).access;
    for (const id of ['b', 'c']) {
      while ((await accessOf(id)).startsWith('first')) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await world.keeper.accessToken('b')).to.equal('second refresh b');
    await world.connect('d');
    await world.clock.advance(2 * HOUR_MS);
    const second = world.heartbeat.beat();
    while ((await accessOf('d')).startsWith('first')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(world.refreshes.filter(({ connection }) => connection === 'a').length).to.equal(1);
    release();
    await Promise.all([first, second]);
    expect(await accessOf('a')).to.equal('second a');
  });

  it('has at most eight refreshes under way', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `c${i}`);
    for (const id of ids) await world.connect(id);
    await world.clock.advance(2 * HOUR_MS);
    let underWay = 0;
    let most = 0;
    world.grant = async (refresh) => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setTimeout(resolve, 2));
      underWay -= 1;
      return granted(`second ${refresh}`, refresh);
    };
    await world.heartbeat.beat();
    expect(world.refreshes.length).to.equal(30);
    expect(most).to.be.within(2, 8);
  });
});

describe('RevisionWatch', () => {
  let world: ConnectedWorld;
  beforeEach(async () => (world = await ConnectedWorld.open()));
  afterEach(() => world.dispose());

  const inDays = (days: number) => new Date(world.clock.now() + days * 86_400_000).toISOString().slice(0, 10);
  const refusal = { code: 'gone', title: '', detail: '', pointer: null, meta: {} };
  const gone = answer({ status: 410, mediaType: 'application/vnd.api+json', errors: [refusal] });

  it('warns the operator from ninety days before a revision retires, once a day', async () => {
    world.watch.note(EVENT, answer({ retirement: inDays(92) }));
    expect([...world.problems.keys()]).to.deep.equal([]);
    world.watch.note(EVENT, answer({ retirement: inDays(89) }));
    expect(world.problems.get('revision_retires')).to.include({ severity: 'warning' });
    expect(world.problems.get('revision_retires')?.message).to.contain(inDays(89));
    world.problems.clear();
    world.watch.note(EVENT, answer({ retirement: inDays(89) }));
    expect(world.problems.size).to.equal(0);
    await world.clock.advance(86_400_000);
    world.watch.note(EVENT, answer({ retirement: inDays(88) }));
    expect(world.problems.size).to.equal(1);
  });

  it('reads no date out of nonsense', () => {
    world.watch.note(EVENT, answer({ retirement: 'soon' }));
    expect(world.problems.size).to.equal(0);
  });

  for (const [name, said] of [
    ['Klaviyo answers 410', gone],
    ['another revision has served it', answer({ servedRevision: '2027-01-15' })],
  ] as const) {
    it(`tells the operator when ${name}, and that it is over`, () => {
      world.watch.note(EVENT, said);
      expect(world.problems.get('revision_retired')).to.include({ severity: 'error' });
      world.watch.note(EVENT, answer({ status: 502, hasKlaviyoHeader: false }));
      expect(world.problems.size).to.equal(1);
      world.watch.note(EVENT, answer());
      expect(world.problems.size).to.equal(0);
    });
  }
});
