import { expect } from 'chai';
import type { Refused } from '../../src/contract/index.js';
import { AuthorizationEntity, ConnectionEntity } from '../../src/store/index.js';
import { LoadedExtension } from './loaded-extension.js';

describe('connect', () => {
  let world: LoadedExtension;
  beforeEach(async () => (world = await LoadedExtension.open()));
  afterEach(() => world.dispose());

  const connection = () =>
    world.database.store.read().getRepository(ConnectionEntity).findOneByOrFail({ id: 'inst-1' });
  const begin = async (loaded: ReturnType<LoadedExtension['process']>) => {
    const begun = await loaded.connect(world.call(), { step: 'begin', browser: world.browser });
    if (begun.status !== 'redirect') throw new Error('no redirect');
    return begun.url;
  };
  const nothingStored = async () => {
    expect(await connection()).to.include({ state: 'draft', tokens: null, accountId: null });
  };

  it('stores the account, the granted scopes and sealed tokens, and lets nothing flow yet', async () => {
    const loaded = world.process();
    const result = await world.connect(loaded);
    expect(result).to.deep.include({ status: 'connected', active: false });
    const row = await connection();
    expect(row).to.include({ state: 'connected', accountId: 'DEMO01', liveAccount: 'DEMO01' });
    expect(row.accountName).to.be.a('string').and.not.equal('');
    expect(row.scopes).to.include.members(['events:write', 'profiles:write', 'accounts:read']);
    expect(row.tokens)
      .to.be.a('string')
      .and.not.match(/access|refresh/);
    const [receipt] = await loaded.onEvent(world.call(), [{ id: '1', type: 'ORDER_PLACED', subject: 'm' }]);
    expect(receipt).to.include({ status: 'ignored', code: 'not_active' });
  });

  it('asks with PKCE S256, a state that routes, and each scope once', async () => {
    const query = new URL(await begin(world.process())).searchParams;
    expect(query.get('code_challenge_method')).to.equal('S256');
    expect(query.get('code_challenge')).to.match(/^[\w-]{43}$/);
    expect(query.get('state')).to.match(/^inst-1\.[\w-]{43}$/);
    const scopes = query.get('scope')!.split(' ');
    expect(scopes).to.deep.equal([...new Set(scopes)]);
  });

  it('keeps state and verifier unreadable', async () => {
    const url = await begin(world.process());
    const [row] = await world.database.store.read().getRepository(AuthorizationEntity).find();
    expect(JSON.stringify(row)).not.to.include(new URL(url).searchParams.get('state')!.slice(7));
    expect(row!.verifier).not.to.match(/^[\w-]{64}$/);
  });

  const refusals: [string, string, string, (back: { state: string; code?: string }) => object][] = [
    ['another browser', 'oauth_other_browser', '/state', () => ({ browser: 'another' })],
    ['an invented state', 'oauth_state_unknown', '/state', () => ({ state: 'inst-1.invented' })],
    ['no code', 'oauth_code_missing', '/code', () => ({ code: undefined })],
    ['a foreign code', 'oauth_code_refused', '/code', () => ({ code: 'foreign' })],
    ['access_denied', 'access_denied', '/error', () => ({ code: undefined, error: 'access_denied' })],
  ];
  for (const [name, code, path, change] of refusals) {
    it(`refuses ${name} and stores nothing`, async () => {
      const loaded = world.process();
      const back = await world.consent(await begin(loaded));
      const result = await loaded.connect(world.call(), {
        step: 'callback',
        browser: world.browser,
        ...back,
        ...change(back),
      });
      expect(result.status).to.equal('refused');
      expect((result as Refused).issue).to.include({ code, path });
      expect((result as Refused).issue.message).to.match(/\.$/);
      await nothingStored();
    });
  }

  it('refuses a state of another installation', async () => {
    const loaded = world.process();
    const back = await world.consent(await begin(loaded));
    const result = await loaded.connect(world.call('inst-2'), {
      step: 'callback',
      browser: world.browser,
      ...back,
    });
    expect((result as Refused).issue.code).to.equal('oauth_state_unknown');
  });

  it('refuses a state the second time', async () => {
    const loaded = world.process();
    const back = await world.consent(await begin(loaded));
    const callback = { step: 'callback' as const, browser: world.browser, ...back };
    expect((await loaded.connect(world.call(), callback)).status).to.equal('connected');
    const again = await loaded.connect(world.call(), callback);
    expect((again as Refused).issue.code).to.equal('oauth_state_used');
  });

  it('lets only one of two callbacks that come together have the state', async () => {
    const loaded = world.process();
    const back = await world.consent(await begin(loaded));
    const callback = { step: 'callback' as const, browser: world.browser, ...back };
    const results = await Promise.all([1, 2].map(() => loaded.connect(world.call(), callback)));
    expect(results.filter((result) => result.status === 'connected').length).to.equal(1);
  });

  it('refuses a state after ten minutes', async () => {
    const loaded = world.process();
    const back = await world.consent(await begin(loaded));
    world.clock.shift(600_000);
    const result = await loaded.connect(world.call(), { step: 'callback', browser: world.browser, ...back });
    expect((result as Refused).issue.code).to.equal('oauth_state_expired');
    await nothingStored();
  });

  describe('rule 18: one live connection for one account', () => {
    it('refuses a second one, and the first lives on', async () => {
      const loaded = await world.active();
      const second = await world.connect(loaded, world.call('inst-2', 'tenant-2'));
      expect((second as Refused).issue.code).to.equal('account_in_use');
      world.platform.addMember({ id: 'm1', profile: { emailAddress: 'm1@loyalty-demo.net' } });
      await loaded.onEvent(world.call(), [{ id: '1', type: 'ORDER_PLACED', subject: 'm1' }]);
      await world.eventsWhen((events) => events.length === 1);
    });

    it('lets the account go when the first is disconnected', async () => {
      const loaded = await world.active();
      await loaded.uninstall(world.call(), { mode: 'disconnect', queue: 'keep', remote: 'leave' });
      const second = await world.connect(loaded, world.call('inst-2', 'tenant-2'));
      expect(second.status).to.equal('connected');
    });

    it('refuses another account for an installation that has one', async () => {
      const loaded = await world.active();
      const result = await world.connect(loaded, world.call(), { account: 'DEMO02' });
      expect((result as Refused).issue.code).to.equal('account_changed');
    });
  });
});
