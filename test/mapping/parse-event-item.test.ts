import { expect } from 'chai';
import fc from 'fast-check';
import { parseEventItem } from '../../src/mapping/index.js';

const good = { id: '42', type: 'PURCHASED_REWARD', subject: 'm', payload: { a: 1 } };

describe('parseEventItem', () => {
  const accepted: readonly unknown[] = [
    good,
    { id: '42', type: 'AB' },
    { ...good, subject: null },
    { ...good, subject: '' },
    { ...good, payload: null, occurredAt: null, reportedAt: null, executor: null },
    { ...good, occurredAt: '2026-11-23T10:00:00Z', reportedAt: '2026-11-23T10:00:00.123+01:00' },
    { ...good, occurredAt: '2024-02-29T23:59:59-0530' },
    { ...good, occurredAt: '1970-01-01T00:00:00Z' },
    { ...good, id: 'x'.repeat(255) },
    { ...good, type: 'A'.repeat(64) },
    { ...good, payload: { text: 'x'.repeat(999_980) } },
    { ...good, payload: Object.assign(Object.create(null) as object, { a: 1 }) },
    { kind: 'changed', facet: 'wallet', memberId: 'm' },
    { kind: 'changed', facet: 'profile', memberId: 'm', id: 'hint-1' },
  ];
  for (const item of accepted)
    it(`takes ${JSON.stringify(item).slice(0, 120)}`, () => {
      expect(parseEventItem(item)).to.deep.equal({ ok: true, item });
    });

  it('passes over keys that it does not know, and keeps none of them', () => {
    expect(parseEventItem({ ...good, version: 2, tenant: 'x' })).to.deep.equal({ ok: true, item: good });
    expect(parseEventItem({ kind: 'changed', facet: 'wallet', memberId: 'm', x: 1 })).to.deep.equal({
      ok: true,
      item: { kind: 'changed', facet: 'wallet', memberId: 'm' },
    });
    expect(parseEventItem({ ...good, kind: 'event' })).to.deep.equal({ ok: true, item: good });
  });

  const times: readonly (readonly [unknown, string | null])[] = [
    ['yesterday', 'yesterday'],
    ['2026-02-30T10:00:00Z', '2026-02-30T10:00:00Z'],
    ['2026-11-23t10:00:60z', '2026-11-23t10:00:60z'],
    ['', ''],
    [null, null],
    [1795424400, '1795424400'],
    [{ at: 1 }, 'object'],
    ['x'.repeat(500), 'x'.repeat(80)],
  ];
  for (const [time, kept] of times)
    it(`takes the event whatever its time is (${String(time).slice(0, 30)}): the time is judged when it is sent`, () => {
      const result = parseEventItem({ ...good, occurredAt: time, reportedAt: time });
      expect(result).to.deep.equal({ ok: true, item: { ...good, occurredAt: kept, reportedAt: kept } });
    });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const refused: readonly (readonly [unknown, code: string, path: string])[] = [
    [null, 'item_invalid', ''],
    ['text', 'item_invalid', ''],
    [[good], 'item_invalid', ''],
    [new Date(0), 'item_invalid', ''],
    [undefined, 'item_invalid', ''],
    [{}, 'id_required', '/id'],
    [{ ...good, id: '' }, 'id_required', '/id'],
    [{ ...good, id: null }, 'id_required', '/id'],
    [{ ...good, id: 42 }, 'id_invalid', '/id'],
    [{ ...good, id: {} }, 'id_invalid', '/id'],
    [{ ...good, id: 'x'.repeat(256) }, 'id_invalid', '/id'],
    [{ ...good, id: 'a\u0000b' }, 'id_invalid', '/id'],
    [{ ...good, id: 'a\ud800' }, 'id_invalid', '/id'],
    [{ id: '42' }, 'type_required', '/type'],
    [{ ...good, type: 'A' }, 'type_invalid', '/type'],
    [{ ...good, type: 'A'.repeat(65) }, 'type_invalid', '/type'],
    [{ ...good, type: 'purchased_reward' }, 'type_invalid', '/type'],
    [{ ...good, type: 'PURCHASED__REWARD' }, 'type_invalid', '/type'],
    [{ ...good, type: '_PURCHASED' }, 'type_invalid', '/type'],
    [{ ...good, type: 'PURCHASED_' }, 'type_invalid', '/type'],
    [{ ...good, type: 'PURCHASED REWARD' }, 'type_invalid', '/type'],
    [{ ...good, type: 'REWARD_2' }, 'type_invalid', '/type'],
    [{ ...good, type: 'AB\n' }, 'type_invalid', '/type'],
    [{ ...good, type: 7 }, 'type_invalid', '/type'],
    [{ ...good, subject: 7 }, 'subject_invalid', '/subject'],
    [{ ...good, subject: { id: 'm' } }, 'subject_invalid', '/subject'],
    [{ ...good, subject: 'x'.repeat(256) }, 'subject_invalid', '/subject'],
    [{ ...good, executor: 7 }, 'executor_invalid', '/executor'],
    [{ ...good, payload: [] }, 'payload_invalid', '/payload'],
    [{ ...good, payload: 'text' }, 'payload_invalid', '/payload'],
    [{ ...good, payload: 0 }, 'payload_invalid', '/payload'],
    [{ ...good, payload: cycle }, 'payload_invalid', '/payload'],
    [{ ...good, payload: { big: 1n } }, 'payload_invalid', '/payload'],
    [{ ...good, payload: { text: 'x'.repeat(2_000_000) } }, 'payload_too_large', '/payload'],
    [{ ...good, payload: { text: '€'.repeat(400_000) } }, 'payload_too_large', '/payload'],
    [{ kind: 'deleted', memberId: 'm' }, 'kind_unknown', '/kind'],
    [{ kind: 'changed', memberId: 'm' }, 'facet_invalid', '/facet'],
    [{ kind: 'changed', facet: 'list', memberId: 'm' }, 'facet_invalid', '/facet'],
    [{ kind: 'changed', facet: 'wallet' }, 'member_id_required', '/memberId'],
    [{ kind: 'changed', facet: 'wallet', memberId: 7 }, 'member_id_invalid', '/memberId'],
    [{ kind: 'changed', facet: 'wallet', memberId: 'm', id: 7 }, 'id_invalid', '/id'],
    [{ kind: 'changed', facet: 'wallet', memberId: 'm', id: '' }, 'id_required', '/id'],
  ];
  for (const [item, code, path] of refused)
    it(`refuses with ${code} at ${path === '' ? 'the whole' : path} (${typeof item === 'object' && item !== null ? Object.keys(item).join() : String(item)})`, () => {
      const result = parseEventItem(item, 3);
      expect(result).to.include({ ok: false, code, path });
      expect(result.ok ? '' : result.message).to.match(/^[A-Z].*\.$/);
    });

  it('tells the item by its id, else by its place', () => {
    expect(parseEventItem({ id: 'x', type: 'a' }, 3)).to.include({ id: 'x' });
    expect(parseEventItem({ id: 7, type: 'AB' }, 3)).to.include({ id: '#3' });
    expect(parseEventItem(null, 0)).to.include({ id: '#0' });
    expect(parseEventItem(null)).to.include({ id: '' });
  });

  it("never throws, and what it takes is JSON of the event's own keys", () => {
    const some = fc.oneof(
      fc.anything(),
      fc.constantFrom<unknown>('42', 'A_B', {}, null, '2026-11-23T10:00:00Z'),
    );
    const item = fc.record(
      {
        id: some,
        type: some,
        subject: some,
        executor: some,
        payload: some,
        occurredAt: some,
        reportedAt: some,
        kind: some,
        facet: some,
        memberId: some,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(item, fc.anything()), (value) => {
        const result = parseEventItem(value, 1);
        if (result.ok) expect(() => JSON.stringify(result.item)).not.to.throw();
        else expect(result.path === '' || result.path.startsWith('/')).to.equal(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('survives a payload nested as deep as 1 MB allows', () => {
    const deep = JSON.parse(`{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`) as object;
    expect(parseEventItem({ ...good, payload: deep })).to.include({ ok: false, code: 'payload_invalid' });
  });
});
