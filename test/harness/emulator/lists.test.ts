import { expect } from 'chai';
import { EmulatorUnderTest, eventBody, firstError, idsBody, pointerOf, text } from './emulator-under-test.js';

describe('emulator: lists', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const membersPath = (list = under.listId()) => `/api/lists/${list}/relationships/profiles`;
  const people = async (count: number) => {
    const ids: string[] = [];
    for (let place = 0; place < count; place += 1)
      ids.push(await under.profileOf({ email: `p${place}@x.co` }));
    return ids;
  };

  it('come in pages of ten, however many there are', async () => {
    const token = under.emulator.control.grant({ account: 'DEMO03' }).accessToken;
    const names: string[] = [];
    let pages = 0;
    let next: string | null = '/api/lists';
    while (next !== null) {
      const { json }: { json: Awaited<ReturnType<typeof under.api>>['json'] } = await under.api(
        'GET',
        next,
        undefined,
        { token },
      );
      const data = json['data'] as unknown as { attributes: { name: string } }[];
      expect(data).to.have.length(10);
      names.push(...data.map(({ attributes }) => attributes.name));
      next = json['links']!['next'] as unknown as string | null;
      pages += 1;
    }
    expect(pages).to.equal(7);
    expect(new Set(names).size).to.equal(70);
  });

  it('come by id, not by age, and so do metrics', async () => {
    const token = under.emulator.control.grant({ account: 'DEMO03' }).accessToken;
    const idsOf = async (path: string, as?: string) => {
      const { json } = await under.api('GET', path, undefined, as === undefined ? {} : { token: as });
      return (json['data'] as unknown as { id: string }[]).map(({ id }) => id);
    };
    const lists = await idsOf('/api/lists', token);
    expect(lists).to.deep.equal([...lists].sort());
    for (let place = 0; place < 20; place += 1) {
      await under.api('POST', '/api/events', eventBody({ email: 'a@b.co' }, {}, `Metric ${place}`));
    }
    const metrics = await idsOf('/api/metrics');
    expect(metrics).to.have.length(20);
    expect(metrics).to.deep.equal([...metrics].sort());
  });

  it('can be filtered and sorted by name', async () => {
    const { json } = await under.api(
      'GET',
      "/api/lists?filter=any(name,['Newsletter','VIP members'])&sort=-name",
    );
    const names = (json['data'] as unknown as { attributes: { name: string } }[]).map(
      ({ attributes }) => attributes.name,
    );
    expect(names).to.deep.equal(['VIP members', 'Newsletter']);
  });

  it('can be made, read, renamed and deleted', async () => {
    const made = await under.api('POST', '/api/lists', {
      data: { type: 'list', attributes: { name: 'Loyal' } },
    });
    expect(made.status).to.equal(201);
    const id = text(made.json['data']!['id']);
    const path = `/api/lists/${id}`;
    const renamed = await under.api('PATCH', path, {
      data: { type: 'list', id, attributes: { name: 'Very loyal' } },
    });
    expect(renamed.json['data']!['attributes']!['name']).to.equal('Very loyal');
    const counted = await under.api('GET', `${path}?additional-fields[list]=profile_count`);
    expect(counted.json['data']!['attributes']).to.include({ name: 'Very loyal', profile_count: 0 });
    expect((await under.api('DELETE', path)).status).to.equal(204);
    expect((await under.api('GET', path)).status).to.equal(404);
    expect((await under.api('POST', membersPath(id), idsBody([]))).status).to.equal(404);
  });

  describe('members', () => {
    it('are added and removed with 204; doing it again changes nothing', async () => {
      const ids = await people(3);
      for (let turn = 0; turn < 2; turn += 1) {
        const reply = await under.api('POST', membersPath(), idsBody(ids));
        expect([reply.status, reply.text]).to.deep.equal([204, '']);
      }
      expect(under.members()).to.deep.equal(ids);
      expect(under.account.lists.find(({ name }) => name === 'Newsletter')!.additions).to.equal(3);
      for (let turn = 0; turn < 2; turn += 1) {
        expect((await under.api('DELETE', membersPath(), idsBody(ids.slice(0, 2)))).status).to.equal(204);
      }
      expect(under.members()).to.deep.equal(ids.slice(2));
    });

    it('are read as ids and as profiles, in pages', async () => {
      const ids = await people(5);
      await under.api('POST', membersPath(), idsBody(ids));
      const first = await under.api('GET', `${membersPath()}?page[size]=3`);
      expect(first.json['data']).to.deep.equal(idsBody(ids.slice(0, 3)).data);
      const rest = await under.api('GET', text(first.json['links']!['next']));
      expect(rest.json['data']).to.deep.equal(idsBody(ids.slice(3)).data);
      expect(rest.json['links']!['next']).to.equal(null);
      const profiles = await under.api(
        'GET',
        `/api/lists/${under.listId()}/profiles?fields[profile]=email,joined_group_at`,
      );
      expect(profiles.json['data']![0]!['attributes']).to.deep.equal({
        email: 'p0@x.co',
        joined_group_at: '2026-07-20T12:00:00+00:00',
      });
      const found = await under.api(
        'GET',
        `/api/lists/${under.listId()}/profiles?filter=equals(email,["p4@x.co"])`,
      );
      expect(found.json['data']).to.have.length(1);
    });

    for (const position of ['fail', 'ignore'] as const) {
      it(`having one unknown id: ${position} [?]`, async () => {
        under.emulator.control.setSwitches({ unknownListMember: position });
        const [id] = await people(1);
        const unknown = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
        const reply = await under.api('POST', membersPath(), idsBody([id!, unknown]));
        if (position === 'ignore') {
          expect([reply.status, under.members()]).to.deep.equal([204, [id]]);
          return;
        }
        expect([reply.status, pointerOf(reply)]).to.deep.equal([400, '/data/']);
        expect(firstError(reply)['detail']).to.equal(`Invalid profile IDs: ${unknown}`);
        expect(under.members()).to.deep.equal([]);
      });
    }

    it('having an id that is none, fails the whole call even where unknown ones are ignored', async () => {
      under.emulator.control.setSwitches({ unknownListMember: 'ignore' });
      const [id] = await people(1);
      const reply = await under.api('POST', membersPath(), idsBody([id!, 'not an id']));
      expect([reply.status, pointerOf(reply)]).to.deep.equal([400, '/data/']);
      expect(under.members()).to.deep.equal([]);
    });

    it('having more than a thousand ids, answers 400', async () => {
      const ids = Array.from({ length: 1001 }, (_, place) => String(100_000 + place));
      expect((await under.api('POST', membersPath(), idsBody(ids))).status).to.equal(400);
    });

    it('having the switch, are read late [?]', async () => {
      under.emulator.control.setSwitches({ readDelayMs: 1000 });
      const ids = await people(2);
      const read = async () =>
        ((await under.api('GET', membersPath())).json['data'] as unknown as unknown[]).length;
      await under.api('POST', membersPath(), idsBody(ids));
      expect(await read()).to.equal(0);
      under.clock.advance(1000);
      expect(await read()).to.equal(2);
      await under.api('DELETE', membersPath(), idsBody(ids.slice(0, 1)));
      expect(await read()).to.equal(2);
      under.clock.advance(1000);
      expect(await read()).to.equal(1);
    });
  });
});
