import { expect } from 'chai';
import { EmulatorUnderTest, firstError, pointerOf, profileBody, text } from './emulator-under-test.js';

describe('emulator: profiles', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const importing = (attributes: object, more: object = {}) =>
    under.api('POST', '/api/profile-import', profileBody(attributes, more));
  const patching = (id: string, attributes: object, more: object = {}) =>
    under.api('PATCH', `/api/profiles/${id}`, profileBody(attributes, { id, ...more }));

  describe('import', () => {
    it('having somebody new answers 201 and an id, then 200 and the same id', async () => {
      const first = await importing({ email: 'Ada@Shop.co', first_name: 'Ada' });
      const second = await importing({ email: 'ada@shop.CO', last_name: 'Lovelace' });
      expect([first.status, second.status]).to.deep.equal([201, 200]);
      expect(second.json['data']!['id']).to.equal(first.json['data']!['id']).and.have.length(26);
      expect(second.json['data']!['attributes']).to.include({
        email: 'ada@shop.co',
        first_name: 'Ada',
        last_name: 'Lovelace',
      });
    });

    it('finds by telephone number where there is no e-mail', async () => {
      const id = await under.profileOf({ email: 'a@b.co', phone_number: '+447911123456' });
      expect(await under.profileOf({ phone_number: '+447911123456', title: 'Dr' })).to.equal(id);
      expect(under.profile(id)).to.include({ email: 'a@b.co', title: 'Dr' });
    });

    it('stores external ids and does not merge on them', async () => {
      const one = await under.profileOf({ email: 'a@b.co', external_id: 'm1' });
      const other = await under.profileOf({ email: 'c@d.co', external_id: 'm1' });
      expect(one).not.to.equal(other);
      expect(under.account.profiles).to.have.length(2);
    });

    for (const match of [true, false]) {
      it(`having an external id alone, ${match ? 'finds' : 'does not find'} who has it [?]`, async () => {
        under.emulator.control.setSwitches({ matchExternalId: match });
        const id = await under.profileOf({ email: 'a@b.co', external_id: 'm1' });
        const found = await under.profileOf({ external_id: 'm1', title: 'Dr' });
        expect(found === id).to.equal(match);
      });
    }

    it('having identifiers of two profiles, answers 409 with the other id, and changes nothing', async () => {
      const one = await under.profileOf({ email: 'a@b.co' });
      const other = await under.profileOf({ phone_number: '+447911123456' });
      const reply = await importing({ email: 'a@b.co', phone_number: '+447911123456', title: 'Dr' });
      expect([reply.status, firstError(reply)['code']]).to.deep.equal([409, 'duplicate_profile']);
      expect(firstError(reply)['meta']).to.deep.equal({ duplicate_profile_id: other });
      expect(under.profile(one)['title']).to.equal(null);
    });

    for (const position of ['update', 'conflict'] as const) {
      it(`having an unknown e-mail with a known phone of another e-mail: ${position} [?]`, async () => {
        under.emulator.control.setSwitches({ phoneMatchWithOtherEmail: position });
        const id = await under.profileOf({ email: 'a@b.co', phone_number: '+447911123456' });
        const reply = await importing({ email: 'new@b.co', phone_number: '+447911123456' });
        expect(reply.status).to.equal(position === 'update' ? 200 : 409);
        expect(under.profile(id)['email']).to.equal(position === 'update' ? 'new@b.co' : 'a@b.co');
      });
    }

    it('having an id, writes to that profile; an unknown one is 404', async () => {
      const id = await under.profileOf({ email: 'a@b.co' });
      expect((await importing({ email: 'b@b.co' }, { id })).json['data']!['id']).to.equal(id);
      expect(under.profile(id)['email']).to.equal('b@b.co');
      expect((await importing({ email: 'c@b.co' }, { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })).status).to.equal(
        404,
      );
    });

    it('having no identifier, answers 400', async () => {
      expect((await importing({ first_name: 'Ada' })).status).to.equal(400);
    });

    for (const [attribute, value] of [
      ['email', 'not an address'],
      ['email', ''],
      ['email', 'a@b'],
      ['phone_number', '07700 900123'],
      ['phone_number', '+0123456789'],
      ['external_id', 'x'.repeat(256)],
    ] as const) {
      it(`having ${attribute} '${value.slice(0, 20)}', answers 400 with its pointer`, async () => {
        const reply = await importing({ email: 'a@b.co', [attribute]: value });
        expect([reply.status, pointerOf(reply)]).to.deep.equal([400, `/data/attributes/${attribute}`]);
        expect(under.account.profiles).to.have.length(0);
      });
    }

    it('accepts addresses at example.com', async () => {
      expect((await importing({ email: 'ada@example.com' })).status).to.equal(201);
    });
  });

  describe('attributes', () => {
    it('leaves what is omitted, clears what is null, merges properties key by key, and keeps 0', async () => {
      const id = await under.profileOf({
        email: 'a@b.co',
        first_name: 'Ada',
        last_name: 'L',
        location: { city: 'Leeds', country: 'GB' },
        properties: { 'Points Balance': 12, Tier: 'Gold', Old: 1 },
      });
      await under.profileOf({
        email: 'a@b.co',
        first_name: null,
        location: { city: 'York' },
        properties: { 'Points Balance': 0, Tier: null },
      });
      expect(under.profile(id)).to.include({ first_name: null, last_name: 'L' });
      expect(under.profile(id)['properties']).to.deep.equal({ 'Points Balance': 0, Tier: null, Old: 1 });
      expect(under.profile(id)['location']).to.include({ city: 'York', country: 'GB' });
    });

    it('appends, unappends and unsets by meta.patch_properties', async () => {
      const id = await under.profileOf({ email: 'a@b.co', properties: { tags: ['a'], gone: 1, kept: 1 } });
      const patch = (patch_properties: object) => patching(id, {}, { meta: { patch_properties } });
      await patch({ append: { tags: ['a', 'b'], fresh: 'x' }, unset: 'gone' });
      expect(under.profile(id)['properties']).to.deep.equal({ tags: ['a', 'b'], fresh: ['x'], kept: 1 });
      await patch({ unappend: { tags: 'a' }, unset: ['kept', 'never'] });
      expect(under.profile(id)['properties']).to.deep.equal({ tags: ['b'], fresh: ['x'] });
    });

    it('having too much, refuses', async () => {
      let deep: object = {};
      for (let level = 0; level < 10; level += 1) deep = { deep };
      const tooMuch = [
        { long: 'x'.repeat(100 * 1024 + 1) },
        { many: Array.from({ length: 4001 }, () => 1) },
        { deep },
        Object.fromEntries(Array.from({ length: 401 }, (_, place) => [`p${place}`, 1])),
      ];
      for (const properties of tooMuch) {
        const reply = await importing({ email: 'a@b.co', properties });
        expect([reply.status, pointerOf(reply)]).to.deep.equal([400, '/data/attributes/properties']);
      }
      const large = Object.fromEntries([0, 1].map((place) => [`p${place}`, 'x'.repeat(60_000)]));
      const reply = await importing({ email: 'a@b.co', properties: large });
      expect([reply.status, pointerOf(reply)]).to.deep.equal([400, '/data']);
    });
  });

  describe('PATCH', () => {
    it('changes the profile and answers it', async () => {
      const id = await under.profileOf({ email: 'a@b.co' });
      const reply = await patching(id, { email: 'new@b.co', properties: { x: 1 } });
      expect(reply.status).to.equal(200);
      expect(reply.json['data']!['attributes']).to.include({ email: 'new@b.co' });
      expect(await under.profileOf({ email: 'new@b.co' })).to.equal(id);
      expect(await under.profileOf({ email: 'a@b.co' })).not.to.equal(id);
    });

    it('having another id in the body, or none, answers 400', async () => {
      const id = await under.profileOf({ email: 'a@b.co' });
      const other = await under.profileOf({ email: 'c@d.co' });
      const path = `/api/profiles/${id}`;
      const wrong = await under.api('PATCH', path, profileBody({}, { id: other }));
      const none = await under.api('PATCH', path, profileBody({}));
      expect([wrong.status, pointerOf(wrong)]).to.deep.equal([400, '/data/id']);
      expect([none.status, pointerOf(none)]).to.deep.equal([400, '/data/id']);
    });

    it('having an identifier of somebody else, answers 409', async () => {
      const id = await under.profileOf({ email: 'a@b.co' });
      const other = await under.profileOf({ email: 'c@d.co' });
      const reply = await patching(id, { email: 'C@d.co' });
      expect(reply.status).to.equal(409);
      expect(firstError(reply)['meta']).to.deep.equal({ duplicate_profile_id: other });
    });

    it('when the profile was merged or deleted, answers 404', async () => {
      const [one, other] = [
        await under.profileOf({ email: 'a@b.co' }),
        await under.profileOf({ email: 'c@d.co' }),
      ];
      await under.admin('POST', `profiles/${one}/merge`, { into: other });
      expect((await patching(one, {})).status).to.equal(404);
      await under.admin('DELETE', `profiles/${other}`);
      expect((await patching(other, {})).status).to.equal(404);
    });
  });

  describe('GET', () => {
    it('filters by identifiers, many at once', async () => {
      const ids = [];
      for (const name of ['a', 'b', 'c']) {
        ids.push(await under.profileOf({ email: `${name}@x.co`, external_id: `m-${name}` }));
      }
      const find = async (filter: string) => {
        const reply = await under.api('GET', `/api/profiles?filter=${encodeURIComponent(filter)}`);
        expect(reply.status, reply.text).to.equal(200);
        return (reply.json['data'] as unknown as { id: string }[]).map(({ id }) => id);
      };
      expect(await find('equals(email,"B@x.co")')).to.deep.equal([ids[1]]);
      expect(await find('any(email,["a@x.co","c@x.co","nobody@x.co"])')).to.have.members([ids[0], ids[2]]);
      expect(await find(`any(id,["${ids[0]!}","${ids[1]!}"])`)).to.have.members([ids[0], ids[1]]);
      expect(await find('equals(external_id,"m-c")')).to.deep.equal([ids[2]]);
      expect(await find('and(equals(external_id,"m-c"),equals(email,"a@x.co"))')).to.deep.equal([]);
      expect(await find('equals(phone_number,"+447911123456")')).to.deep.equal([]);
    });

    it('pages by cursor, whatever is removed meanwhile', async () => {
      for (let place = 0; place < 7; place += 1) await under.profileOf({ email: `p${place}@x.co` });
      const seen: string[] = [];
      let next: string | null = `${under.url}/api/profiles?page[size]=3`;
      while (next !== null) {
        const reply = await under.api('GET', next);
        const data = reply.json['data'] as unknown as { id: string; attributes: { email: string } }[];
        seen.push(...data.map(({ attributes }) => attributes.email));
        if (seen.length === 3) under.emulator.control.marketer.deleteProfile(data[0]!.id);
        next = reply.json['links']!['next'] as unknown as string | null;
        if (next !== null) expect(next).to.match(/^http:\/\/127\.0\.0\.1:\d+\/api\/profiles\?/);
      }
      expect(seen).to.deep.equal([0, 1, 2, 3, 4, 5, 6].map((place) => `p${place}@x.co`));
    });

    it('sorts and shows only the fields asked for', async () => {
      for (const name of ['b', 'c', 'a']) await under.profileOf({ email: `${name}@x.co`, title: name });
      const reply = await under.api('GET', '/api/profiles?sort=-email&fields[profile]=title&page[size]=2');
      const shown = (reply.json['data'] as unknown as { attributes: object }[]).map(
        ({ attributes }) => attributes,
      );
      expect(shown).to.deep.equal([{ title: 'c' }, { title: 'b' }]);
      const rest = await under.api('GET', text(reply.json['links']!['next']));
      expect(rest.json['data']![0]!['attributes']).to.deep.equal({ title: 'a' });
    });

    it('having the switch, shows writes late [?]', async () => {
      under.emulator.control.setSwitches({ readDelayMs: 5000 });
      const id = await under.profileOf({ email: 'a@b.co', title: 'first' });
      const title = async () => {
        const reply = await under.api('GET', '/api/profiles?filter=equals(email,"a@b.co")');
        return reply.json['data']![0]?.['attributes']!['title'];
      };
      expect(await title()).to.equal(undefined);
      expect((await under.api('GET', `/api/profiles/${id}`)).status).to.equal(404);
      under.clock.advance(5000);
      expect(await title()).to.equal('first');
      await patching(id, { title: 'second' });
      expect(await title()).to.equal('first');
      under.clock.advance(5000);
      expect(await title()).to.equal('second');
    });
  });

  describe('merge', () => {
    it('moves events, memberships and what is missing, and the source is gone', async () => {
      const one = await under.profileOf({ email: 'a@b.co', properties: { x: 1 } });
      const other = await under.profileOf({ phone_number: '+447911123456', properties: { y: 2 } });
      under.emulator.control.marketer.addMembers('DEMO01', under.listId(), [one]);
      const reply = await under.api('POST', '/api/profile-merge', {
        data: {
          type: 'profile-merge',
          id: other,
          relationships: { profiles: { data: [{ type: 'profile', id: one }] } },
        },
      });
      expect([reply.status, reply.json['data']!['id']]).to.deep.equal([202, other]);
      under.clock.advance(299);
      expect((await under.api('GET', `/api/profiles/${one}`)).status).to.equal(200);
      under.clock.advance(1);
      expect((await under.api('GET', `/api/profiles/${one}`)).status).to.equal(404);
      expect(under.profile(other)).to.include({ email: 'a@b.co', phone_number: '+447911123456' });
      expect(under.profile(other)['properties']).to.deep.equal({ x: 1, y: 2 });
      expect(under.members()).to.deep.equal([other]);
    });
  });

  describe('erasure', () => {
    const erase = (data: object) =>
      under.api('POST', '/api/data-privacy-deletion-jobs', {
        data: {
          type: 'data-privacy-deletion-job',
          attributes: { profile: { data: { type: 'profile', ...data } } },
        },
      });

    it('having one identifier, deletes who matches with events and memberships; a later import is a new profile', async () => {
      const id = await under.profileOf({ email: 'a@b.co' });
      under.emulator.control.marketer.addMembers('DEMO01', under.listId(), [id]);
      expect((await erase({ attributes: { email: 'A@b.co' } })).status).to.equal(202);
      expect(under.account.profiles).to.have.length(0);
      expect(under.members()).to.deep.equal([]);
      expect(under.account.erasures).to.have.length(1);
      expect(await under.profileOf({ email: 'a@b.co' })).not.to.equal(id);
    });

    for (const data of [
      { attributes: { email: 'nobody@x.co' } },
      { attributes: { phone_number: '+447911123456' } },
      { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', attributes: {} },
    ]) {
      it(`having nobody with ${JSON.stringify(data)}, answers 404 and erases nobody`, async () => {
        await under.profileOf({ email: 'a@b.co' });
        const reply = await erase(data);
        expect([reply.status, pointerOf(reply)]).to.deep.equal([404, '/data/attributes/profile/data']);
        expect(under.account.profiles).to.have.length(1);
        expect(under.account.erasures).to.have.length(0);
      });
    }

    it('having none or two identifiers, answers 400', async () => {
      expect((await erase({ attributes: {} })).status).to.equal(400);
      const two = await erase({ attributes: { email: 'a@b.co', phone_number: '+447911123456' } });
      expect(two.status).to.equal(400);
    });
  });

  describe('subscriptions', () => {
    const jobOn = (list: string) => ({
      data: {
        type: 'profile-subscription-bulk-create-job',
        attributes: {
          profiles: {
            data: [
              {
                type: 'profile',
                attributes: {
                  email: 'a@b.co',
                  subscriptions: { email: { marketing: { consent: 'SUBSCRIBED' } } },
                },
              },
            ],
          },
        },
        relationships: { list: { data: { type: 'list', id: list } } },
      },
    });

    it('are kept, so that a test can say whether one was ever sent', async () => {
      const job = jobOn(under.listId());
      expect(under.account.subscriptions).to.deep.equal([]);
      expect((await under.api('POST', '/api/profile-subscription-bulk-create-jobs', job)).status).to.equal(
        202,
      );
      expect(under.account.subscriptions[0]).to.include({ kind: 'subscribe' });
      expect(under.members()).to.have.length(1);
      const { json } = await under.api('GET', '/api/profiles?additional-fields[profile]=subscriptions');
      const subscriptions = json['data']![0]!['attributes']!['subscriptions']!;
      expect(subscriptions['email']!['marketing']!['consent']).to.equal('SUBSCRIBED');
    });

    it('having an unknown list, answer 400 with its pointer', async () => {
      const reply = await under.api('POST', '/api/profile-subscription-bulk-create-jobs', jobOn('abcdef'));
      expect([reply.status, pointerOf(reply)]).to.deep.equal([400, '/data/relationships/list/data/id']);
      expect(under.account.subscriptions).to.deep.equal([]);
    });
  });
});
