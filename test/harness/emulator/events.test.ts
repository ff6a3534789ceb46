import { expect } from 'chai';
import {
  bulkBody,
  EmulatorUnderTest,
  eventBody,
  firstError,
  NOON,
  pointerOf,
  type Group,
  text,
} from './emulator-under-test.js';

describe('emulator: events', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const sending = (more: object = {}, profile: object = { email: 'a@b.co' }, metric?: string) =>
    under.api('POST', '/api/events', eventBody(profile, more, metric));
  const events = () => under.account.events;

  describe('one', () => {
    it('answers 202 without a body, and makes profile and metric', async () => {
      const reply = await sending(
        { unique_id: 'e1', properties: { shop: 'York' } },
        { email: 'A@b.co', first_name: 'Ada' },
      );
      expect([reply.status, reply.text]).to.deep.equal([202, '']);
      expect(under.account.profiles).to.have.length(1);
      expect(under.account.profiles[0]!.attributes).to.include({ email: 'a@b.co', first_name: 'Ada' });
      expect(events()).to.have.length(1);
      expect(events()[0]).to.deep.include({
        profileId: under.account.profiles[0]!.id,
        metric: 'Visited Venue',
        uniqueId: 'e1',
        backfill: false,
        properties: { shop: 'York' },
        value: null,
      });
      expect(under.account.profiles[0]!.attributes['last_event_date']).to.equal('2026-07-20T12:00:00+00:00');
    });

    it('when the unique_id is known for that profile and metric, drops the later one', async () => {
      await sending({ unique_id: 'e1', properties: { n: 1 } });
      expect((await sending({ unique_id: 'e1', properties: { n: 2 } })).status).to.equal(202);
      await sending({ unique_id: 'e1', properties: { n: 3 } }, { email: 'c@d.co' });
      await sending({ unique_id: 'e1', properties: { n: 4 } }, { email: 'a@b.co' }, 'Other Metric');
      expect(events().map(({ properties }) => properties['n'])).to.deep.equal([1, 3, 4]);
    });

    it('having no unique_id, becomes one with another of the same second', async () => {
      await sending();
      under.clock.advance(999);
      await sending();
      under.clock.advance(1);
      await sending();
      expect(events().map(({ uniqueId }) => uniqueId)).to.deep.equal(
        [NOON / 1000, NOON / 1000 + 1].map(String),
      );
    });

    it('cuts the time to the second', async () => {
      await sending({ time: '2026-01-02T03:04:05.987+01:00' });
      expect(events()[0]!.time).to.equal('2026-01-02T02:04:05+00:00');
    });

    for (const [what, time, status] of [
      ['1989', '1989-12-31T23:59:59Z', 400],
      ['1990', '1990-01-01T00:00:00Z', 202],
      ['two years ahead', '2028-07-20T12:00:00Z', 400],
      ['eleven months ahead', '2027-06-20T12:00:00Z', 202],
    ] as const) {
      it(`having a time of ${what}, answers ${status}`, async () => {
        const reply = await sending({ time });
        expect(reply.status).to.equal(status);
        if (status === 400) expect(pointerOf(reply)).to.equal('/data/attributes/time');
      });
    }

    it('having seconds for a time, answers 400', async () => {
      expect((await sending({ time: 1_784_548_800 })).status).to.equal(400);
      expect((await sending({ time: '1784548800' })).status).to.equal(400);
    });

    it('ignores properties that are 0, null or empty, and keeps false', async () => {
      await sending({ properties: { zero: 0, nothing: null, empty: '', no: false, text: '0' } });
      expect(events()[0]!.properties).to.deep.equal({ no: false, text: '0' });
    });

    it('keeps backfill, value, and the first currency of a metric', async () => {
      await sending({ unique_id: '1', value: 9.5, value_currency: 'GBP', backfill: true });
      await sending({ unique_id: '2', value: 1, value_currency: 'EUR' });
      expect(events().map((event) => [event.value, event.valueCurrency, event.backfill])).to.deep.equal([
        [9.5, 'GBP', true],
        [1, 'GBP', false],
      ]);
    });

    for (const drop of [true, false]) {
      it(`having a test address, is accepted and ${drop ? 'dropped' : 'kept'} [switch]`, async () => {
        under.emulator.control.setSwitches({ dropTestAddresses: drop });
        for (const email of ['a@example.com', 'b@test.com']) {
          expect((await sending({}, { email })).status).to.equal(202);
        }
        expect(events()).to.have.length(drop ? 0 : 2);
      });
    }

    it('takes meta.patch_properties among the attributes of the profile', async () => {
      await under.profileOf({ email: 'a@b.co', properties: { gone: 1 } });
      await sending({}, { email: 'a@b.co', meta: { patch_properties: { unset: 'gone' } } });
      expect(under.account.profiles[0]!.attributes['properties']).to.deep.equal({});
    });

    it('having identifiers of two profiles, goes to the first and changes neither identity', async () => {
      const one = await under.profileOf({ email: 'a@b.co' });
      const other = await under.profileOf({ phone_number: '+447911123456' });
      expect((await sending({}, { email: 'a@b.co', phone_number: '+447911123456' })).status).to.equal(202);
      expect(events()[0]!.profileId).to.equal(one);
      expect(under.profile(other)['phone_number']).to.equal('+447911123456');
    });

    for (const [what, body, pointer] of [
      ['a bad e-mail', eventBody({ email: 'x' }), '/data/attributes/profile/data/attributes/email'],
      ['no identifier', eventBody({}), '/data/attributes/profile/data/attributes'],
      [
        'a long metric',
        eventBody({ email: 'a@b.co' }, {}, 'x'.repeat(128)),
        '/data/attributes/metric/data/attributes/name',
      ],
      [
        'too many properties',
        eventBody(
          { email: 'a@b.co' },
          { properties: Object.fromEntries(Array.from({ length: 401 }, (_, n) => [`p${n}`, 1])) },
        ),
        '/data/attributes/properties',
      ],
    ] as const) {
      it(`having ${what}, answers 400 with its pointer`, async () => {
        const reply = await under.api('POST', '/api/events', body);
        expect([reply.status, pointerOf(reply)]).to.deep.equal([400, pointer]);
        expect(events()).to.have.length(0);
      });
    }
  });

  describe('bulk', () => {
    const bulk = (groups: readonly Group[]) =>
      under.api('POST', '/api/event-bulk-create-jobs', bulkBody(groups));
    const GROUPS = '/data/attributes/events-bulk-create/data';

    it('answers 202 without body, and records all', async () => {
      const reply = await bulk([
        { profile: { email: 'a@b.co' }, events: [{ unique_id: '1' }, { unique_id: '2', backfill: true }] },
        { profile: { email: 'c@d.co' }, events: [{ unique_id: '1' }], backfill: true },
      ]);
      expect([reply.status, reply.text]).to.deep.equal([202, '']);
      expect(events().map(({ uniqueId, backfill }) => [uniqueId, backfill])).to.deep.equal([
        ['1', false],
        ['2', true],
        ['1', true],
      ]);
    });

    it('having one wrong event, refuses all, and the pointer names its group', async () => {
      const reply = await bulk([
        { profile: { email: 'a@b.co' }, events: [{ unique_id: '1' }] },
        {
          profile: { email: 'c@d.co' },
          events: [{ unique_id: '2' }, { unique_id: '3', time: '1980-01-01T00:00:00Z' }],
        },
      ]);
      expect([reply.status, pointerOf(reply)]).to.deep.equal([
        400,
        `${GROUPS}/1/attributes/events/data/1/attributes/time`,
      ]);
      expect([events().length, under.account.profiles.length]).to.deep.equal([0, 0]);
    });

    it('having a wrong profile or a wrong type, names its group too', async () => {
      const address = await bulk([{ profile: { email: 'x' }, events: [{}] }]);
      expect(pointerOf(address)).to.equal(`${GROUPS}/0/attributes/profile/data/attributes/email`);
      const type = await bulk([
        { profile: { email: 'a@b.co' }, events: [{}] },
        { profile: { email: 'c@d.co' }, events: [{ value: 'much' }] },
      ]);
      expect(pointerOf(type)).to.equal(`${GROUPS}/1/attributes/events/data/0/attributes/value`);
    });

    it('having more than a thousand events, answers 400', async () => {
      const many = Array.from({ length: 501 }, (_, place) => ({ unique_id: String(place) }));
      const reply = await bulk([
        { profile: { email: 'a@b.co' }, events: many },
        { profile: { email: 'c@d.co' }, events: many.slice(1) },
      ]);
      expect([reply.status, pointerOf(reply)]).to.deep.equal([400, GROUPS]);
    });

    for (const position of ['fail', 'drop'] as const) {
      it(`having a repeated unique_id: ${position} [?]`, async () => {
        const other = position === 'fail' ? 'drop' : 'fail';
        under.emulator.control.setSwitches({ repeatedUniqueId: position, storedUniqueId: other });
        const within = await bulk([
          { profile: { email: 'a@b.co' }, events: [{ unique_id: '1' }] },
          { profile: { email: 'A@b.co' }, events: [{ unique_id: '1' }, { unique_id: '2' }] },
        ]);
        if (position === 'fail') {
          expect([within.status, pointerOf(within)]).to.deep.equal([
            400,
            `${GROUPS}/1/attributes/events/data/0/attributes/unique_id`,
          ]);
          expect(events()).to.have.length(0);
        } else expect([within.status, events().length]).to.deep.equal([202, 2]);
      });

      it(`having a unique_id that is stored: ${position} [?]`, async () => {
        const other = position === 'fail' ? 'drop' : 'fail';
        under.emulator.control.setSwitches({ storedUniqueId: position, repeatedUniqueId: other });
        await sending({ unique_id: '1' });
        const reply = await bulk([
          { profile: { email: 'a@b.co' }, events: [{ unique_id: '1' }, { unique_id: '2' }] },
        ]);
        expect([reply.status, events().length]).to.deep.equal(position === 'fail' ? [400, 1] : [202, 2]);
        if (position === 'fail') expect(firstError(reply)['code']).to.equal('duplicate');
      });
    }

    it('having test addresses, drops their events alone', async () => {
      await bulk([
        { profile: { email: 'a@example.com' }, events: [{ unique_id: '1' }] },
        { profile: { email: 'c@d.co' }, events: [{ unique_id: '2' }] },
      ]);
      expect(events().map(({ uniqueId }) => uniqueId)).to.deep.equal(['2']);
    });

    it('takes meta.patch_properties beside the attributes of the profile', async () => {
      await under.profileOf({ email: 'a@b.co', properties: { gone: 1 } });
      const body = bulkBody([{ profile: { email: 'a@b.co' }, events: [{}] }]);
      Object.assign(body.data.attributes['events-bulk-create'].data[0]!.attributes.profile.data, {
        meta: { patch_properties: { unset: ['gone'] } },
      });
      expect((await under.api('POST', '/api/event-bulk-create-jobs', body)).status).to.equal(202);
      expect(under.account.profiles[0]!.attributes['properties']).to.deep.equal({});
    });
  });

  describe('read', () => {
    it('are filtered by profile, metric and time, sorted, paged, and include what is asked for', async () => {
      for (const [place, hour] of ['03', '01', '02'].entries()) {
        await sending({ unique_id: String(place), time: `2026-07-01T${hour}:00:00Z` });
      }
      await sending({ unique_id: 'x' }, { email: 'c@d.co' }, 'Other');
      const metrics = await under.api('GET', '/api/metrics');
      const named = metrics.json['data'] as unknown as { id: string; attributes: { name: string } }[];
      expect(named.map(({ attributes }) => attributes.name)).to.have.members(['Visited Venue', 'Other']);
      const visited = named.find(({ attributes }) => attributes.name === 'Visited Venue')!.id;
      const first = await under.api(
        'GET',
        `/api/events?filter=equals(metric_id,"${visited}"),less-than(datetime,2026-07-01T03:00:00Z)&sort=-datetime&page[size]=1&include=metric,profile`,
      );
      expect(first.status, first.text).to.equal(200);
      expect(first.json['data']![0]!['attributes']).to.include({ datetime: '2026-07-01T02:00:00+00:00' });
      expect(first.json['included']).to.have.length(2);
      const second = await under.api('GET', text(first.json['links']!['next']));
      expect(second.json['data']![0]!['attributes']).to.include({ datetime: '2026-07-01T01:00:00+00:00' });
      expect(second.json['links']!['next']).to.equal(null);
      const mine = await under.api(
        'GET',
        `/api/events?filter=equals(profile_id,"${events()[3]!.profileId}")`,
      );
      expect(mine.json['data']).to.have.length(1);
    });

    it('having the switch, are visible late [?]', async () => {
      under.emulator.control.setSwitches({ readDelayMs: 60_000 });
      await sending();
      const count = async () =>
        ((await under.api('GET', '/api/events')).json['data'] as unknown as unknown[]).length;
      expect(await count()).to.equal(0);
      under.clock.advance(60_000);
      expect(await count()).to.equal(1);
    });
  });
});
