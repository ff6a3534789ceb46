import { expect } from 'chai';
import { createEmulator } from '../../../src/harness/emulator/index.js';
import { EmulatorUnderTest, eventBody, NOON, profileBody, type Loose, text } from './emulator-under-test.js';

describe('emulator: admin', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  describe('journal', () => {
    it('shows each request as it came, without secrets, as a plain array', async () => {
      await under.profileOf({ email: 'a@b.co' });
      await under.api('GET', '/api/lists?page[size]=1', undefined, { token: null });
      const reply = await under.admin('GET', 'requests?since=0');
      const entries = reply.json as unknown as Loose[];
      expect(entries).to.be.an('array').with.length(2);
      expect(entries[0]).to.include({
        seq: 1,
        at: NOON,
        account: 'DEMO01',
        method: 'POST',
        path: '/api/profile-import',
        status: 201,
      });
      expect(entries[0]!['headers']).to.include({
        authorization: 'Bearer <redacted>',
        revision: '2026-07-15',
      });
      expect(entries[0]!['body']).to.deep.equal(profileBody({ email: 'a@b.co' }));
      expect(entries[0]!['requestId']).to.be.a('string');
      expect(entries[1]).to.include({
        seq: 2,
        account: null,
        path: '/api/lists?page[size]=1',
        status: 401,
        body: null,
      });
      const later = await under.admin('GET', 'requests?since=1');
      expect((later.json as unknown as Loose[]).map(({ seq }) => seq)).to.deep.equal([2]);
      const mine = await under.admin('GET', 'requests?since=0&account=DEMO01');
      expect(mine.json).to.have.length(1);
    });

    it('is bounded: bodies go first, then entries, and both are told', async () => {
      const small = await EmulatorUnderTest.open({ journal: { entries: 10, bodies: 500 } });
      for (let count = 0; count < 30; count += 1) await small.profileOf({ email: 'a@b.co' });
      const entries = small.emulator.journal.since(0);
      expect(entries.length).to.be.within(10, 11);
      expect(entries.at(-1)).to.include({ seq: 30 }).and.not.have.property('bodyDropped');
      expect(entries[0]).to.include({ bodyDropped: true, body: null });
      expect(small.emulator.journal.dropped + entries.length).to.equal(30);
      await small.close();
    });
  });

  it('shows the state of one account or of all', async () => {
    await under.profileOf({ email: 'a@b.co', external_id: 'm1', properties: { x: 0 } });
    await under.api('POST', '/api/events', eventBody({ email: 'a@b.co' }, { unique_id: 'e1', value: 2 }));
    const reply = await under.admin('GET', 'state?account=DEMO01');
    expect(JSON.parse(reply.text)).to.deep.equal(JSON.parse(JSON.stringify(under.emulator.state('DEMO01'))));
    const [account] = reply.json['accounts'] as unknown as Loose[];
    expect(account).to.include.keys('id', 'profiles', 'events', 'lists', 'jobs');
    expect(account!['profiles']![0]!['attributes']).to.include({ email: 'a@b.co', external_id: 'm1' });
    expect(account!['events']![0]).to.include({
      metric: 'Visited Venue',
      uniqueId: 'e1',
      value: 2,
      backfill: false,
    });
    const all = await under.admin('GET', 'state');
    expect((all.json['accounts'] as unknown as Loose[]).map(({ id }) => id)).to.deep.equal([
      'DEMO01',
      'DEMO02',
      'DEMO03',
    ]);
    expect((await under.admin('GET', 'state?account=NOBODY')).status).to.equal(404);
  });

  it('sums an account up, and shows it page by page', async () => {
    const list = text(
      (await under.admin('POST', 'lists', { account: 'DEMO01', name: 'Few' })).json['lists']![0]!['id'],
    );
    const ids: string[] = [];
    for (const place of [0, 1, 2]) {
      ids.push(await under.profileOf({ email: `m${place}@b.co` }));
      const event = { unique_id: `e${place}` };
      await under.api('POST', '/api/events', eventBody({ email: `m${place}@b.co` }, event));
    }
    await under.admin('POST', `lists/${list}/members`, { account: 'DEMO01', profiles: ids.slice(1) });
    const { accounts } = (await under.admin('GET', 'state?summary=1&account=DEMO01')).json as unknown as {
      accounts: Record<string, unknown>[];
    };
    expect(accounts[0]).to.include({ id: 'DEMO01', profiles: 3, events: 3, backfilled: 0 });
    expect(accounts[0]!['lists']).to.deep.include({ id: list, name: 'Few', members: 2, additions: 2 });
    expect(accounts[0]!['jobs']).to.deep.equal({});

    const whole = under.emulator.state('DEMO01').accounts[0]!;
    for (const only of ['profiles', 'events'] as const) {
      const first = await under.admin('GET', `state?account=DEMO01&only=${only}&limit=2`);
      const next = text(first.json['next']);
      const second = await under.admin('GET', `state?account=DEMO01&only=${only}&limit=2&cursor=${next}`);
      expect(second.json).not.to.have.property('next');
      const items = [first, second].flatMap(({ json }) => json['items'] as unknown as object[]);
      expect(items).to.deep.equal(JSON.parse(JSON.stringify(whole[only])));
    }
    for (const wrong of ['only=jobs', 'only=profiles&limit=0', 'only=events&cursor=x']) {
      expect((await under.admin('GET', `state?account=DEMO01&${wrong}`)).status, wrong).to.equal(400);
    }
    expect((await under.admin('GET', 'state?only=profiles')).status).to.equal(400);
  });

  it('shows a page to whoever opens it, with everything escaped', async () => {
    await under.api('POST', '/api/events', eventBody({ email: 'a@b.co' }, {}, '<b>Bold</b>'));
    const reply = await under.send('GET', '/');
    expect(reply.status).to.equal(200);
    expect(reply.text).to.include('Demo Coffee').and.include('a@b.co').and.include('&lt;b&gt;Bold&lt;/b&gt;');
    expect(reply.text).to.include('and 60 more lists');
  });

  it('says that it is well', async () => {
    const { json } = await under.admin('GET', 'health');
    expect(json).to.include({ ok: true, pid: process.pid, data: null, version: '1' });
  });

  it('moves, sets, freezes and frees the clock', async () => {
    const move = async (body: object) => (await under.admin('POST', 'clock', body)).json;
    expect(await move({ advanceMs: 1000 })).to.include({ now: NOON + 1000, frozen: true });
    expect(await move({ set: '2027-01-01T00:00:00Z' })).to.include({ now: Date.UTC(2027, 0, 1) });
    expect(await move({ frozen: false })).to.include({ frozen: false });
    const { json } = await under.admin('GET', 'clock');
    expect(Number(json['now'])).to.be.within(Date.UTC(2027, 0, 1), Date.UTC(2027, 0, 1) + 5000);
    expect((await under.admin('POST', 'clock', { set: 'noon' })).status).to.equal(400);
    expect((await under.admin('POST', 'clock', {})).status).to.equal(400);
    expect((await under.admin('POST', 'clock', { advanceMs: -1 })).status).to.equal(400);
  });

  it('lists the switches with their meaning and takes new positions, all or none', async () => {
    const { json } = await under.admin('GET', 'switches');
    const switches = json['switches'] as unknown as { name: string; value: unknown; meaning: string }[];
    expect(switches.find(({ name }) => name === 'repeatedUniqueId')).to.include({ value: 'fail' });
    for (const { meaning } of switches) expect(meaning).to.be.a('string').and.not.equal('');
    const wrong = await under.admin('POST', 'switches', { readDelayMs: 5, repeatedUniqueId: 'maybe' });
    expect([wrong.status, wrong.json['error']!['path']]).to.deep.equal([400, '/repeatedUniqueId']);
    expect((await under.admin('POST', 'switches', { unheard: true })).status).to.equal(400);
    expect((await under.admin('POST', 'switches', { repeatedUniqueId: 'drop' })).json).to.include({
      repeatedUniqueId: 'drop',
      readDelayMs: 0,
    });
  });

  describe('marketer', () => {
    it('opens accounts and lists, and puts people on them and off', async () => {
      expect(
        (await under.admin('POST', 'accounts', { id: 'SHOP01', name: 'Shop', lists: ['One'] })).status,
      ).to.equal(200);
      const added = await under.admin('POST', 'lists', { account: 'SHOP01', names: ['Two', 'Three'] });
      expect(added.json['lists']).to.have.length(2);
      const list = text(added.json['lists']![0]!['id']);
      const put = await under.admin('POST', `lists/${list}/members`, {
        account: 'SHOP01',
        profiles: [{ email: 'a@b.co' }, { email: 'c@d.co', first_name: 'C' }],
      });
      const ids = put.json['ids'] as unknown as string[];
      const shop = () => under.emulator.state('SHOP01').accounts[0]!;
      expect(shop().lists.find(({ id }) => id === list)!.members).to.deep.equal(ids);
      await under.admin('DELETE', `lists/${list}/members`, { account: 'SHOP01', profiles: [ids[0]] });
      expect(shop().lists.find(({ id }) => id === list)!.members).to.deep.equal(ids.slice(1));
      const renamed = await under.admin('PATCH', `lists/${list}`, { account: 'SHOP01', name: 'Second' });
      expect(renamed.json['name']).to.equal('Second');
      expect(shop().lists.map(({ name }) => name)).to.deep.equal(['One', 'Second', 'Three']);
      expect((await under.admin('PATCH', 'lists/none', { account: 'SHOP01', name: 'x' })).status).to.equal(
        404,
      );
      await under.admin('DELETE', `lists/${list}?account=SHOP01`);
      expect(shop().lists.map(({ name }) => name)).to.deep.equal(['One', 'Three']);
      expect((await under.admin('POST', 'accounts', { id: 'LONGER7', name: 'x' })).status).to.equal(400);
    });

    it('edits, merges and deletes profiles', async () => {
      const id = await under.profileOf({ email: 'a@b.co' });
      await under.admin('PATCH', `profiles/${id}`, {
        account: 'DEMO01',
        email: 'new@b.co',
        properties: { x: 1 },
      });
      expect(under.profile(id)).to.include({ email: 'new@b.co' });
      await under.admin('PATCH', `profiles/${id}`, { attributes: { title: 'Dr' } });
      expect(under.profile(id)).to.include({ title: 'Dr' });
      const wrong = await under.admin('PATCH', `profiles/${id}`, { email: 'nope' });
      expect([wrong.status, wrong.json['error']!['path']]).to.deep.equal([400, '/attributes/email']);
      const into = await under.profileOf({ email: 'c@d.co' });
      const twin = await under.profileOf({ email: 'twin@b.co', external_id: 'm7' });
      expect((await under.admin('POST', `profiles/${twin}/merge`, { into })).status).to.equal(200);
      expect(under.profile(into)).to.include({ email: 'c@d.co', external_id: 'm7' });
      expect((await under.api('GET', `/api/profiles/${twin}`)).status).to.equal(404);
      expect((await under.admin('DELETE', `profiles/${id}`)).status).to.equal(200);
      expect((await under.admin('DELETE', `profiles/${id}`)).status).to.equal(404);
    });
  });

  it('when reset, is as on the first day', async () => {
    await under.profileOf({ email: 'a@b.co' });
    await under.admin('POST', 'faults', { kind: 'storm' });
    await under.admin('POST', 'switches', { jobDelayMs: 1 });
    await under.admin('POST', 'reset');
    expect(under.account.profiles).to.have.length(0);
    expect(under.account.lists.map(({ name }) => name)).to.include('Newsletter');
    expect(under.emulator.journal.since(0)).to.have.length(0);
    expect((await under.api('GET', '/api/accounts')).status).to.equal(401);
    expect(under.emulator.parts.switches.jobDelayMs).to.equal(300);
  });

  it('having no such route or no JSON, says so', async () => {
    expect((await under.admin('GET', 'nothing')).status).to.equal(404);
    const broken = await under.send('POST', '/__admin/clock', { body: '{' });
    expect([broken.status, broken.json['error']!['code']]).to.deep.equal([400, 'invalid_json']);
  });

  it('answers in process as over HTTP', async () => {
    const emulator = await createEmulator({ openapi: null });
    const { accessToken } = emulator.control.grant({ account: 'DEMO01', scopes: ['accounts:read'] });
    const outcome = await emulator.handle({
      method: 'GET',
      path: '/api/accounts',
      headers: { authorization: `Bearer ${accessToken}`, revision: '2026-07-15' },
      body: '',
    });
    expect(outcome).to.have.nested.property('answer.status', 200);
    await emulator.close();
  });
});
