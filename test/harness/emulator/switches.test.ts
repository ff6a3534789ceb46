import { expect } from 'chai';
import type { Switches } from '../../../src/harness/emulator/index.js';
import {
  bulkBody,
  EmulatorUnderTest,
  eventBody,
  firstError,
  jobBody,
  pointerOf,
  profileBody,
} from './emulator-under-test.js';

const GONE = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('emulator: switches', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const turn = (positions: Partial<Switches>) => under.emulator.control.setSwitches(positions);
  const importing = (attributes: object) => under.api('POST', '/api/profile-import', profileBody(attributes));

  describe('an event to a profile id that is gone', () => {
    const single = (attributes: object) => {
      const body = eventBody(attributes, { unique_id: '1' });
      Object.assign(body.data.attributes.profile.data, { id: GONE });
      return under.api('POST', '/api/events', body);
    };
    const bulk = (attributes: object) => {
      const body = bulkBody([
        { profile: attributes, events: [{ unique_id: '1' }] },
        { profile: { email: 'other@b.co' }, events: [{ unique_id: '1' }] },
      ]);
      const [group] = body.data.attributes['events-bulk-create'].data;
      Object.assign(group!.attributes.profile.data, { id: GONE });
      return under.api('POST', '/api/event-bulk-create-jobs', body);
    };

    it('is not found, and nothing is recorded [?]', async () => {
      turn({ eventToGoneProfile: 'not-found' });
      const one = await single({ external_id: 'm1' });
      expect([one.status, pointerOf(one)]).to.deep.equal([404, '/data/attributes/profile/data/id']);
      const many = await bulk({ external_id: 'm1' });
      expect([many.status, pointerOf(many)]).to.deep.equal([
        400,
        '/data/attributes/events-bulk-create/data/0/attributes/profile/data/id',
      ]);
      expect(under.account.events).to.have.length(0);
    });

    it('is taken and dropped, alone [?]', async () => {
      turn({ eventToGoneProfile: 'drop' });
      expect((await single({ external_id: 'm1' })).status).to.equal(202);
      expect(under.account.profiles).to.have.length(0);
      expect((await bulk({ external_id: 'm1' })).status).to.equal(202);
      expect(under.account.events).to.have.length(1);
      expect(under.account.profiles.map(({ attributes }) => attributes['email'])).to.deep.equal([
        'other@b.co',
      ]);
    });

    it('is taken for whoever its other identifiers name, made anew where nobody has them [?]', async () => {
      turn({ eventToGoneProfile: 'recreate' });
      expect((await single({ external_id: 'm1' })).status).to.equal(202);
      const [made] = under.account.profiles;
      expect(made!.attributes).to.include({ external_id: 'm1', email: null });
      expect(made!.id).not.to.equal(GONE);
      const known = await under.profileOf({ email: 'a@b.co' });
      expect((await bulk({ email: 'a@b.co' })).status).to.equal(202);
      expect(under.account.events.map(({ profileId }) => profileId)).to.include.members([made!.id, known]);
      expect(under.account.events).to.have.length(3);
    });

    it('and nothing else is dropped when it is taken for nobody [?]', async () => {
      turn({ eventToGoneProfile: 'recreate' });
      expect((await single({})).status).to.equal(202);
      expect([under.account.events.length, under.account.profiles.length]).to.deep.equal([0, 0]);
    });
  });

  describe('a bulk request that was sent before', () => {
    const again = () =>
      under.api(
        'POST',
        '/api/event-bulk-create-jobs',
        bulkBody([{ profile: { email: 'a@b.co' }, events: [{ unique_id: '1' }, { unique_id: '2' }] }]),
      );

    for (const position of ['fail', 'drop'] as const) {
      it(`when it comes again: ${position} [?]`, async () => {
        turn({ storedUniqueId: position });
        expect((await again()).status).to.equal(202);
        const second = await again();
        expect(second.status).to.equal(position === 'fail' ? 400 : 202);
        if (position === 'fail') expect(firstError(second)['code']).to.equal('duplicate');
        expect(under.account.events).to.have.length(2);
      });
    }
  });

  describe('an email', () => {
    const odd = [
      'a..b@shop.co',
      '.a@shop.co',
      'a.@shop.co',
      'jürgen@shop.co',
      'a@-shop.co',
      'a@shop.c',
      'a@shop.123',
    ];
    const long = [`${'x'.repeat(65)}@shop.co`, `x@${'y'.repeat(93)}.co.uk`];

    it('is taken as long as it looks like one [?]', async () => {
      turn({ strictEmail: false });
      for (const email of [...odd, ...long]) expect((await importing({ email })).status, email).to.equal(201);
    });

    it('is held against the rules of mail [?]', async () => {
      turn({ strictEmail: true });
      for (const email of [...odd, ...long]) {
        const reply = await importing({ email });
        expect([reply.status, pointerOf(reply)], email).to.deep.equal([400, '/data/attributes/email']);
      }
      for (const email of ["o'neil+shop@a-b.shop.co.uk", 'a_b.c@shop.museum', `${'x'.repeat(64)}@shop.co`]) {
        expect((await importing({ email })).status, email).to.equal(201);
      }
      const job = await under.api('POST', '/api/profile-bulk-import-jobs', jobBody([{ email: 'a..b@c.co' }]));
      expect(pointerOf(job)).to.equal('/data/attributes/profiles/data/0/attributes/email');
    });
  });

  describe('a locale', () => {
    for (const strict of [false, true]) {
      it(`that is no language and country is ${strict ? 'refused' : 'taken'} [?]`, async () => {
        turn({ strictLocale: strict });
        for (const locale of ['english', 'en_GB', 'en', 'EN-gb', '']) {
          const reply = await importing({ email: 'a@b.co', locale });
          if (!strict) expect(reply.status, locale).to.be.oneOf([200, 201]);
          else expect([reply.status, pointerOf(reply)]).to.deep.equal([400, '/data/attributes/locale']);
        }
        expect((await importing({ email: 'a@b.co', locale: 'en-GB' })).status).to.be.oneOf([200, 201]);
        expect((await importing({ email: 'a@b.co', locale: null })).status).to.equal(200);
      });
    }
  });

  describe('control characters', () => {
    const NUL = '\u0000';
    const events: readonly (readonly [object, string])[] = [
      [eventBody({ email: 'a@b.co' }, { properties: { a: [`x${NUL}`] } }), 'properties'],
      [eventBody({ email: 'a@b.co' }, { properties: { [`k\u001f`]: 1 } }), 'properties'],
      [eventBody({ email: 'a@b.co' }, { unique_id: `x\u007f` }), 'unique_id'],
      [eventBody({ email: 'a@b.co' }, {}, `Visited\u0007`), 'metric/data/attributes/name'],
      [eventBody({ email: 'a@b.co', title: `x${NUL}` }), 'profile/data/attributes/title'],
    ];

    it('are kept [?]', async () => {
      turn({ refuseControlCharacters: false });
      expect(
        (await importing({ email: 'a@b.co', first_name: `A${NUL}b`, properties: { x: NUL } })).status,
      ).to.equal(201);
      expect(under.account.profiles[0]!.attributes['first_name']).to.equal(`A${NUL}b`);
      for (const [body] of events)
        expect((await under.api('POST', '/api/events', body)).status).to.equal(202);
    });

    it('are refused, wherever they stand; tab and line ends are none [?]', async () => {
      turn({ refuseControlCharacters: true });
      for (const [attributes, name] of [
        [{ first_name: `A${NUL}b` }, 'first_name'],
        [{ location: { city: `Y\u001bk` } }, 'location'],
        [{ properties: { deep: { x: [NUL] } } }, 'properties'],
      ] as const) {
        const reply = await importing({ email: 'a@b.co', ...attributes });
        expect([reply.status, pointerOf(reply)]).to.deep.equal([400, `/data/attributes/${name}`]);
      }
      for (const [body, name] of events) {
        const reply = await under.api('POST', '/api/events', body);
        expect([reply.status, pointerOf(reply)]).to.deep.equal([400, `/data/attributes/${name}`]);
      }
      expect((await importing({ email: 'a@b.co', title: 'a\tb\r\nc' })).status).to.equal(201);
    });
  });

  describe('the last identifier', () => {
    const clear = (id: string, attributes: object) =>
      under.api('PATCH', `/api/profiles/${id}`, profileBody(attributes, { id }));

    it('can be cleared [?]', async () => {
      turn({ clearLastIdentifier: 'allow' });
      const id = await under.profileOf({ email: 'a@b.co' });
      expect((await clear(id, { email: null })).status).to.equal(200);
      expect(under.profile(id)['email']).to.equal(null);
    });

    it('cannot be cleared, any other can, and nothing of a refused write is done [?]', async () => {
      turn({ clearLastIdentifier: 'refuse' });
      const id = await under.profileOf({ email: 'a@b.co', phone_number: '+447911123456', external_id: 'm1' });
      expect((await clear(id, { email: null, phone_number: null })).status).to.equal(200);
      const refused = await clear(id, { external_id: null, title: 'Dr' });
      expect([refused.status, pointerOf(refused)]).to.deep.equal([400, '/data/attributes/external_id']);
      expect(under.profile(id)).to.include({ external_id: 'm1', title: null });
      expect((await clear(id, { external_id: 'm2' })).status).to.equal(200);
      const upsert = await under.api(
        'POST',
        '/api/profile-import',
        profileBody({ external_id: null }, { id }),
      );
      expect([upsert.status, pointerOf(upsert)]).to.deep.equal([400, '/data/attributes/external_id']);
    });

    it('of one member of an import is an import error, and the others are taken [?]', async () => {
      turn({ clearLastIdentifier: 'refuse' });
      const id = await under.profileOf({ email: 'a@b.co' });
      const body = jobBody([{ email: null }, { email: 'c@d.co' }]);
      Object.assign(body.data.attributes.profiles.data[0]!, { id });
      expect((await under.api('POST', '/api/profile-bulk-import-jobs', body)).status).to.equal(202);
      under.clock.advance(300);
      expect(under.account.jobs[0]).to.include({ status: 'complete', completed: 1, failed: 1 });
    });
  });

  it('how long a merge takes', async () => {
    turn({ mergeDelayMs: 60_000 });
    const [one, other] = [
      await under.profileOf({ email: 'a@b.co' }),
      await under.profileOf({ email: 'c@d.co' }),
    ];
    await under.api('POST', '/api/profile-merge', {
      data: {
        type: 'profile-merge',
        id: other,
        relationships: { profiles: { data: [{ type: 'profile', id: one }] } },
      },
    });
    const found = async () => (await under.api('GET', `/api/profiles/${one}`)).status;
    under.clock.advance(59_999);
    expect(await found()).to.equal(200);
    under.clock.advance(1);
    expect(await found()).to.equal(404);
  });

  it('each has a default that it takes, and is explained', async () => {
    const { json } = await under.admin('GET', 'switches');
    for (const { name, value, values, meaning } of json['switches'] as unknown as {
      name: string;
      value: string | number | boolean;
      values: unknown[] | 'milliseconds';
      meaning: string;
    }[]) {
      expect(meaning, name).to.match(/^[A-Z].+\.$/);
      if (values === 'milliseconds') expect(value, name).to.be.a('number');
      else expect(values, name).to.include(value);
      expect((await under.admin('POST', 'switches', { [name]: value })).status, name).to.equal(200);
    }
  });
});
