import { expect } from 'chai';
import type { EventItem, Issue } from '../../../src/contract/index.js';
import { errorOf, ServerFixture } from './fixture.js';

describe('createServer: the platform', () => {
  let at: ServerFixture;
  beforeEach(() => {
    at = new ServerFixture();
  });
  afterEach(() => at.server.close());

  const dispatched = () => at.host.asked('dispatch').flatMap(([, items]) => items as EventItem[]);

  describe('POST /api/events', () => {
    it('answers one receipt for each item, in order', async () => {
      at.host.receipt = ({ id }) =>
        id === '2' ? { id, status: 'duplicate' } : { id: id ?? '', status: 'accepted' };
      const answer = await at.json('POST', '/api/events', [{ id: '1' }, { id: '2' }, { id: '3' }]);
      expect(answer.statusCode).to.equal(200);
      expect(answer.json()).to.deep.equal([
        { id: '1', status: 'accepted' },
        { id: '2', status: 'duplicate' },
        { id: '3', status: 'accepted' },
      ]);
    });

    it('takes a single object', async () => {
      expect((await at.json('POST', '/api/events', { id: '1' })).json()).to.have.length(1);
    });

    it('takes NDJSON, with Windows line ends too', async () => {
      const answer = await at.raw(
        'POST',
        '/api/events',
        'application/x-ndjson',
        '{"id":"1"}\r\n{"id":"2"}\r\n',
      );
      expect(answer.json<object[]>().map((receipt) => (receipt as { id: string }).id)).to.deep.equal([
        '1',
        '2',
      ]);
    });

    it('answers an empty list by one', async () => {
      expect((await at.json('POST', '/api/events', [])).json()).to.deep.equal([]);
    });

    it('refuses what is no object at its place, and asks no extension about it', async () => {
      const answer = await at.json('POST', '/api/events', [{ id: '1' }, 7, null, ['x'], { id: '5' }]);
      const receipts = answer.json<{ id: string; status: string; code?: string }[]>();
      expect(receipts.map(({ status }) => status)).to.deep.equal([
        'accepted',
        'rejected',
        'rejected',
        'rejected',
        'accepted',
      ]);
      expect(receipts[4]?.id).to.equal('5');
      expect(receipts[1]?.code).to.equal('not_an_object');
      expect(dispatched()).to.deep.equal([{ id: '1' }, { id: '5' }]);
    });

    for (const body of ['"text"', '7', 'null', 'true', '']) {
      it(`refuses the body ${body}`, async () => {
        const answer = await at.raw('POST', '/api/events', 'application/json', body);
        expect(answer.statusCode).to.equal(400);
        expect(errorOf(answer).code).to.equal('not_a_list');
      });
    }

    it('keeps the past without telling anybody', async () => {
      const past = {
        id: '1',
        type: 'VISITED_VENUE',
        occurredAt: '2020-01-01T00:00:00Z',
        payload: { at: 'Bar' },
      };
      const answer = await at.json('POST', '/api/events?notify=false', [past]);
      expect(answer.json()).to.deep.equal({ stored: 1 });
      expect(at.host.asked('putEvents')).to.deep.equal([['demo', [past]]]);
      expect(dispatched()).to.be.empty;
    });

    it('keeps all of the past that it is sent or nothing of it', async () => {
      const answer = await at.json('POST', '/api/events?notify=false', [
        { id: '1', type: 'VISITED_VENUE' },
        { id: '2', type: 'visited', occurredAt: 'then', payload: [] },
      ]);
      expect(answer.statusCode).to.equal(422);
      expect(answer.json<{ issues: Issue[] }>().issues.map(({ path }) => path)).to.deep.equal([
        '/1/type',
        '/1/payload',
        '/1/occurredAt',
      ]);
      expect(at.host.asked('putEvents')).to.be.empty;
    });

    it('hands many over in groups, in order', async () => {
      const items = Array.from({ length: 2500 }, (_, index) => ({ id: String(index) }));
      const answer = await at.json('POST', '/api/events', items);
      expect(answer.json<{ id: string }[]>().map(({ id }) => id)).to.deep.equal(items.map(({ id }) => id));
      expect(at.host.asked('dispatch').map(([, group]) => (group as unknown[]).length)).to.deep.equal([
        1000, 1000, 500,
      ]);
    });
  });

  describe('PUT /api/members', () => {
    it('stores, then tells', async () => {
      const answer = await at.json('PUT', '/api/members', [{ id: 'm1' }, { id: 'm2', profile: {} }]);
      expect(answer.json()).to.deep.equal({ stored: 2, receipts: { accepted: 2 } });
      expect(at.host.calls.map(({ what }) => what)).to.deep.equal(['putMembers', 'dispatch']);
      expect(dispatched()).to.deep.equal([
        { kind: 'changed', facet: 'profile', memberId: 'm1' },
        { kind: 'changed', facet: 'profile', memberId: 'm2' },
      ]);
    });

    it('tells nobody with notify=false', async () => {
      await at.json('PUT', '/api/members?notify=false', [{ id: 'm1' }]);
      expect(at.host.calls.map(({ what }) => what)).to.deep.equal(['putMembers']);
    });

    it('refuses another notify', async () => {
      expect((await at.json('PUT', '/api/members?notify=no', [{ id: 'm1' }])).statusCode).to.equal(400);
      expect(at.host.calls).to.be.empty;
    });

    it('goes by the last of two with one id', async () => {
      await at.json('PUT', '/api/members', [
        { id: 'm1', accountNumber: '1' },
        { id: 'm1', accountNumber: '2' },
      ]);
      expect(at.host.asked('putMembers')[0]?.[1]).to.deep.equal([{ id: 'm1', accountNumber: '2' }]);
    });

    it('takes what is untidy but well formed', async () => {
      const profile = {
        telephoneNumber: 'call my wife',
        emailAddress: null,
        attributes: { a: [1] },
        other: 1,
      };
      const answer = await at.json('PUT', '/api/members', [{ id: 'm1', profile, flags: { x: true } }]);
      expect(answer.statusCode).to.equal(200);
    });

    it('stores nothing where one is malformed, and says where', async () => {
      const answer = await at.json('PUT', '/api/members', [
        { id: 'm1' },
        { id: '', profile: { givenName: 7 } },
        { flags: { 'a/b': 1 }, createdAt: 'yesterday' },
        'x',
      ]);
      expect(answer.statusCode).to.equal(422);
      const { error, issues } = answer.json<{ error: Issue; issues: Issue[] }>();
      expect(issues.map(({ path }) => path)).to.deep.equal([
        '/1/id',
        '/1/profile/givenName',
        '/2/id',
        '/2/flags/a~1b',
        '/2/createdAt',
        '/3',
      ]);
      expect(error).to.deep.equal(issues[0]);
      expect(at.host.calls).to.be.empty;
    });

    it('tells a hundred issues at most', async () => {
      const answer = await at.json(
        'PUT',
        '/api/members',
        Array.from({ length: 500 }, () => ({})),
      );
      expect(answer.json<{ issues: Issue[] }>().issues).to.have.length(100);
    });
  });

  describe('PUT /api/wallets', () => {
    const wallet = { memberId: 'm1', points: 0, lifetimeEarn: 5, tier: null };

    it('stores, then tells', async () => {
      const answer = await at.raw(
        'PUT',
        '/api/wallets',
        'application/x-ndjson',
        `${JSON.stringify(wallet)}\n`,
      );
      expect(answer.json()).to.deep.equal({ stored: 1, receipts: { accepted: 1 } });
      expect(at.host.asked('putWallets')).to.deep.equal([['demo', [wallet]]]);
      expect(dispatched()).to.deep.equal([{ kind: 'changed', facet: 'wallet', memberId: 'm1' }]);
    });

    it('changes silently as a reactor does', async () => {
      const answer = await at.json('PUT', '/api/wallets?notify=false', wallet);
      expect(answer.json()).to.deep.equal({ stored: 1, receipts: {} });
      expect(dispatched()).to.be.empty;
    });

    for (const [over, path] of [
      [{ points: '7' }, '/0/points'],
      [{ points: undefined }, '/0/points'],
      [{ memberId: 7 }, '/0/memberId'],
      [{ tier: { id: 't', name: 'Gold' } }, '/0/tier/priority'],
      [
        {
          pointsDueToExpire: [
            { points: 1, on: '2026-12-01' },
            { points: 1, on: 'x' },
          ],
        },
        '/0/pointsDueToExpire/1/on',
      ],
    ] as const) {
      it(`refuses ${JSON.stringify(over)}`, async () => {
        const answer = await at.json('PUT', '/api/wallets', [{ ...wallet, ...over }]);
        expect(answer.statusCode).to.equal(422);
        expect(errorOf(answer).path).to.equal(path);
        expect(at.host.calls).to.be.empty;
      });
    }
  });

  describe('audiences', () => {
    const audience = { id: 'a1', name: 'VIP', isActive: true };

    it('are stored, and the differences told', async () => {
      at.host.audienceChanges = [{ audienceId: 'a1', joined: ['m1'], left: ['m2'] }];
      const answer = await at.json('PUT', '/api/audiences', [{ ...audience, members: ['m1'] }]);
      expect(answer.json()).to.deep.equal({ stored: 1, receipts: { accepted: 1 } });
      expect(at.host.asked('dispatchAudienceChange')).to.deep.equal([['demo', at.host.audienceChanges[0]]]);
    });

    it('are stored silently with notify=false', async () => {
      at.host.audienceChanges = [{ audienceId: 'a1', joined: ['m1'], left: [] }];
      await at.json('PUT', '/api/audiences?notify=false', [audience]);
      expect(at.host.asked('dispatchAudienceChange')).to.be.empty;
    });

    it('are active where nothing is said', async () => {
      await at.json('PUT', '/api/audiences', [{ id: 'a1', name: 'VIP' }]);
      expect(at.host.asked('putAudiences')[0]?.[1]).to.deep.equal([audience]);
    });

    it('are refused with a malformed member', async () => {
      const answer = await at.json('PUT', '/api/audiences', [{ ...audience, members: ['m1', 2] }]);
      expect(answer.statusCode).to.equal(422);
      expect(errorOf(answer).path).to.equal('/0/members/1');
      expect(at.host.calls).to.be.empty;
    });

    it('take a change: stored, then told, one receipt each', async () => {
      const answer = await at.json('POST', '/api/audience-changes', [
        { audienceId: 'a1', joined: ['m1'] },
        { audienceId: 'a2', refreshed: true },
      ]);
      expect(answer.json()).to.deep.equal([
        { id: 'a1', status: 'accepted' },
        { id: 'a2', status: 'accepted' },
      ]);
      expect(at.host.asked('changeAudience')).to.deep.equal([
        ['demo', { audienceId: 'a1', joined: ['m1'], left: [] }],
        ['demo', { audienceId: 'a2', refreshed: true }],
      ]);
    });

    it('take a single change, silently too', async () => {
      const change = { audienceId: 'a1', joined: [], left: ['m1'] };
      expect((await at.json('POST', '/api/audience-changes?notify=false', change)).json()).to.deep.equal([]);
      expect(at.host.asked('changeAudience')).to.have.length(1);
      expect(at.host.asked('dispatchAudienceChange')).to.be.empty;
    });

    it('tell a change of many members in parts', async () => {
      const joined = Array.from({ length: 2500 }, (_, index) => `m${index}`);
      const answer = await at.json('POST', '/api/audience-changes', {
        audienceId: 'a1',
        joined,
        left: ['x'],
      });
      expect(answer.json()).to.have.length(1);
      const told = at.host
        .asked('dispatchAudienceChange')
        .map(([, change]) => change as { joined: string[]; left: string[] });
      expect(told.map((change) => [change.joined.length, change.left.length])).to.deep.equal([
        [1000, 0],
        [1000, 0],
        [500, 0],
        [0, 1],
      ]);
    });

    for (const change of [
      {},
      { audienceId: 'a1' },
      { audienceId: 'a1', refreshed: false },
      { audienceId: 'a1', refreshed: true, joined: [] },
      { audienceId: 'a1', joined: 'm1' },
    ]) {
      it(`refuse the change ${JSON.stringify(change)}`, async () => {
        const answer = await at.json('POST', '/api/audience-changes', [change]);
        expect(answer.statusCode).to.equal(422);
        expect(errorOf(answer).path).to.match(/^\/0/);
        expect(at.host.calls).to.be.empty;
      });
    }
  });

  describe('PUT /api/event-types', () => {
    it('stores', async () => {
      const type = { type: 'NEW_TRANSACTION', metaTypeMappings: { value: '/total' } };
      expect((await at.json('PUT', '/api/event-types', [type])).json()).to.deep.equal({ stored: 1 });
      expect(at.host.asked('putEventTypes')).to.deep.equal([['demo', [type]]]);
    });

    it('refuses a malformed type and a path that is no pointer', async () => {
      const answer = await at.json('PUT', '/api/event-types', [
        { type: 'new_transaction' },
        { type: 'A_B', metaTypeMappings: { value: 'total' } },
      ]);
      expect(answer.json<{ issues: Issue[] }>().issues.map(({ path }) => path)).to.deep.equal([
        '/0/type',
        '/1/metaTypeMappings/value',
      ]);
    });
  });

  describe('/api/stream', () => {
    it('shows and turns the rate', async () => {
      expect((await at.send('GET', '/api/stream')).json()).to.deep.equal({ rate: 0.5 });
      expect((await at.json('PUT', '/api/stream', { rate: 0 })).json()).to.deep.equal({ rate: 0 });
      expect(at.stream.rate()).to.equal(0);
    });

    for (const rate of [-1, 1001, '5', null]) {
      it(`refuses the rate ${JSON.stringify(rate)}`, async () => {
        const answer = await at.json('PUT', '/api/stream', { rate });
        expect(answer.statusCode).to.equal(422);
        expect(errorOf(answer).path).to.equal('/rate');
      });
    }

    it('is not found without the demo', async () => {
      const empty = new ServerFixture({ stream: false });
      const answer = await empty.send('GET', '/api/stream');
      expect(answer.statusCode).to.equal(404);
      expect(errorOf(answer).code).to.equal('stream_not_found');
      await empty.server.close();
    });
  });
});
