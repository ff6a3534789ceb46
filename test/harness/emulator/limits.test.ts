import { expect } from 'chai';
import { EmulatorUnderTest, firstError, profileBody } from './emulator-under-test.js';

describe('emulator: rate limits', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open({ limits: true })));
  afterEach(() => under.close());

  const importOne = (token?: string) =>
    under.api(
      'POST',
      '/api/profile-import',
      profileBody({ email: 'a@b.co' }),
      token === undefined ? {} : { token },
    );

  it('when served, headers tell the policy and what is left of the burst', async () => {
    const { headers } = await importOne();
    expect(headers.get('ratelimit-limit')).to.equal('75, 75;w=1, 750;w=60');
    expect(headers.get('ratelimit-remaining')).to.equal('74');
    expect(headers.get('ratelimit-reset')).to.equal('1');
    expect(headers.get('retry-after')).to.equal(null);
  });

  it('when refused for its body, headers are there too', async () => {
    const { headers, status } = await under.api('POST', '/api/profile-import', profileBody({ email: 'x' }));
    expect([status, headers.get('ratelimit-remaining')]).to.deep.equal([400, '74']);
  });

  it('when the second is used up, answers 429 with Retry-After alone, until the next second begins', async () => {
    for (let count = 0; count < 75; count += 1) await importOne();
    const reply = await importOne();
    expect([reply.status, firstError(reply)['code']]).to.deep.equal([429, 'throttled']);
    expect(reply.headers.get('retry-after')).to.equal('1');
    expect([...reply.headers.keys()].filter((name) => name.startsWith('ratelimit'))).to.deep.equal([]);
    under.clock.advance(999);
    expect((await importOne()).status).to.equal(429);
    under.clock.advance(1);
    expect((await importOne()).status).to.equal(200);
  });

  it('when the minute is used up, waits for the next minute of the clock', async () => {
    under.clock.advance(10_000);
    for (let count = 0; count < 15; count += 1) {
      expect((await under.api('GET', '/api/accounts')).status).to.equal(200);
      under.clock.advance(1000);
    }
    const reply = await under.api('GET', '/api/accounts');
    expect([reply.status, reply.headers.get('retry-after')]).to.deep.equal([429, '35']);
    under.clock.advance(35_000);
    expect((await under.api('GET', '/api/accounts')).status).to.equal(200);
  });

  it('when the day is used up, waits for hours', async () => {
    await under.admin('POST', 'limits', { operation: 'create_list', burst: 1000, steady: 1000 });
    const create = () =>
      under.api('POST', '/api/lists', { data: { type: 'list', attributes: { name: 'New' } } });
    for (let count = 0; count < 150; count += 1) expect((await create()).status).to.equal(201);
    const reply = await create();
    expect([reply.status, reply.headers.get('retry-after')]).to.deep.equal([429, String(12 * 3600)]);
    expect((await create()).headers.get('ratelimit-limit')).to.equal(null);
  });

  it('counts each endpoint and each account for itself; connections of one account share', async () => {
    const { control } = under.emulator;
    expect((await under.api('GET', '/api/accounts')).status).to.equal(200);
    const sibling = control.grant({ account: 'DEMO01' }).accessToken;
    expect((await under.api('GET', '/api/accounts', undefined, { token: sibling })).status).to.equal(429);
    const stranger = control.grant({ account: 'DEMO02' }).accessToken;
    expect((await under.api('GET', '/api/accounts', undefined, { token: stranger })).status).to.equal(200);
    expect((await under.api('GET', '/api/lists')).status).to.equal(200);
  });

  it('having include or additional-fields, uses a much smaller bucket of its own', async () => {
    const costly = () => under.api('GET', '/api/profiles?additional-fields[profile]=subscriptions');
    expect((await costly()).headers.get('ratelimit-limit')).to.equal('1, 1;w=1, 15;w=60');
    expect((await costly()).status).to.equal(429);
    expect((await under.api('GET', '/api/profiles')).status).to.equal(200);
  });

  it('can be changed and lifted', async () => {
    await under.admin('POST', 'limits', { operation: 'get_accounts', burst: 2 });
    const { headers } = await under.api('GET', '/api/accounts');
    expect(headers.get('ratelimit-limit')).to.equal('2, 2;w=1, 15;w=60');
    await under.admin('POST', 'limits', { off: true });
    for (let count = 0; count < 5; count += 1) {
      const reply = await under.api('GET', '/api/accounts');
      expect([reply.status, reply.headers.get('ratelimit-limit')]).to.deep.equal([200, null]);
    }
    await under.admin('POST', 'limits', { off: false });
    under.clock.advance(1000);
    expect((await under.api('GET', '/api/accounts')).headers.get('ratelimit-limit')).to.equal(
      '1, 1;w=1, 15;w=60',
    );
  });

  it('having no operation of that name, refuses the change', async () => {
    const reply = await under.admin('POST', 'limits', { operation: 'nope', burst: 1 });
    expect([reply.status, reply.json['error']!['path']]).to.deep.equal([400, '/operation']);
  });
});
