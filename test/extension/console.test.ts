import { expect } from 'chai';
import { event, LoadedExtension, member } from './loaded-extension.js';

describe('what a console is told', () => {
  let world: LoadedExtension;
  let loaded: Awaited<ReturnType<LoadedExtension['active']>>;
  beforeEach(async () => {
    world = await LoadedExtension.open();
    loaded = await world.active();
    world.platform.addMember(member('m1'));
  });
  afterEach(() => world.dispose());

  const overview = () => loaded.overview(world.call());
  const deliver = async (id: string) => {
    await loaded.onEvent(world.call(), [
      event(id, 'm1', { payload: { note: 'write to ada@loyalty-demo.net' } }),
    ]);
    await world.until(
      "the activity shows the member's event",
      () => loaded.activity(world.call(), { operation: 'create_event', memberId: 'm1', result: 'done' }),
      ({ items }) => items.length > 0,
    );
  };

  it('counts what was delivered by the minute, with its latency', async () => {
    await deliver('e1');
    const { freshness, series, capabilities, budget } = await world.until(
      'the freshness of one event is told',
      overview,
      (told) => told.freshness?.count === 1,
    );
    expect(freshness?.p95Ms).to.be.above(0);
    expect(series?.points).to.have.length(60);
    expect(series?.points.reduce((sum, point) => sum + point.delivered, 0)).to.equal(1);
    expect(capabilities?.map(({ id, on }) => [id, on])).to.deep.equal([
      ['events', true],
      ['profiles', true],
      ['points', true],
      ['lists', true],
    ]);
    expect(budget?.find(({ operation }) => operation === 'create_event')?.windows[1]?.used).to.equal(1);
  });

  it('finds requests by operation, result, member and time, and says by what', async () => {
    await deliver('e1');
    const page = await loaded.activity(world.call(), {});
    expect(page.operations).to.include.members(['create_event', 'create_or_update_profile']);
    expect(page.results).to.deep.equal(['done']);
    const of = async (query: Parameters<typeof loaded.activity>[1]) =>
      (await loaded.activity(world.call(), query)).items.length;
    expect(await of({ memberId: 'm1' })).to.be.above(0);
    expect(await of({ memberId: 'nobody' })).to.equal(0);
    expect(await of({ result: 'refused' })).to.equal(0);
    expect(await of({ until: 1 })).to.equal(0);
  });

  it('opens a request beside its event, nothing personal in clear', async () => {
    await deliver('e1');
    const { items } = await loaded.activity(world.call(), { operation: 'create_event' });
    const detail = await loaded.attempt(world.call(), items[0]!.id);
    expect(detail.content).to.include({ method: 'POST', path: '/api/events' });
    expect(detail.content?.causes[0]).to.have.nested.property('event.id', 'e1');
    expect(JSON.stringify(detail)).not.to.contain('@');
    const foreign = await loaded
      .attempt(world.call('another', 'tenant-2'), items[0]!.id)
      .catch((error: unknown) => error);
    expect(foreign).to.have.property('code', 'attempt_not_found');
  });

  it('makes a list, by the published contract, which can be chosen at once', async () => {
    const made = await loaded.createOption(world.call(), { field: 'lists', label: ' VIP guests ' });
    expect(made.label).to.equal('VIP guests');
    const { options } = await loaded.options(world.call(), { field: 'lists', search: 'vip guests' });
    expect(options).to.deep.include(made);
    const violations = (await (await fetch(new URL('/__admin/violations', world.klaviyoUrl))).json()) as {
      violations: readonly unknown[];
    };
    expect(violations.violations).to.deep.equal([]);
  });

  it('tells when a list can be made again once the day has had its share', async () => {
    await world.admin('faults', { match: { operation: 'create_list' }, kind: 'storm', retryAfter: 7200 });
    const refused = await loaded
      .createOption(world.call(), { field: 'lists', label: 'One too many' })
      .catch((error: unknown) => error);
    expect(refused).to.include({ kind: 'rate-limited', code: 'list_limit_reached', retryAfterMs: 7_200_000 });
    expect((refused as Error).message).to.contain('2 hours');
    for (const [field, label, code] of [
      ['audiences', 'x', 'options_not_creatable'],
      ['lists', '   ', 'label_invalid'],
    ] as const) {
      const wrong = await loaded
        .createOption(world.call(), { field, label })
        .catch((error: unknown) => error);
      expect(wrong).to.have.property('code', code);
    }
  });

  it('stays quick with 100 000 requests, page after page and narrowed down', async () => {
    await world.database.store.transaction((manager) =>
      manager.query(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        INSERT INTO klaviyo_attempt (id, connection_id, at, operation, items, result, status, request_id, ms)
        SELECT 'a' || i, '${world.call().installation}', i, 'operation_' || (i % 7), 1,
               CASE i % 50 WHEN 0 THEN 'refused' ELSE 'done' END, 202, NULL, 5 FROM n`),
    );
    const begun = performance.now();
    const first = await loaded.activity(world.call(), { limit: 50 });
    const older = await loaded.activity(world.call(), { limit: 50, cursor: first.next! });
    const refused = await loaded.activity(world.call(), {
      limit: 50,
      result: 'refused',
      operation: 'operation_3',
    });
    await overview();
    expect(first.items[49]!.at).to.equal(99_951);
    expect(older.items[0]!.at).to.equal(99_950);
    expect(refused.items).to.have.length(50);
    // A quarter of a second each, on a machine that does other things as well.
    expect(performance.now() - begun).to.be.below(1_000);
  });
});
