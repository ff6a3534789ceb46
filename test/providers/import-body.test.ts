import { expect } from 'chai';
import fc from 'fast-check';
import { ImportBody } from '../../src/providers/index.js';

interface Body {
  readonly data: {
    readonly attributes: { readonly profiles: { readonly data: unknown[] } };
    readonly relationships: unknown;
  };
}

describe('ImportBody', () => {
  const begin = (most = 5_000_000, listIds: readonly string[] = []) =>
    new ImportBody({ operation: 'bulk_import_profiles', method: 'POST', path: '/api/x' }, listIds, most);
  const json = (attributes: object) => JSON.stringify(attributes);
  const sent = ({ written }: { readonly written: string | Buffer }): unknown => JSON.parse(String(written));

  it('what is taken out of a profile stands beside its attributes', () => {
    const body = begin();
    body.add({ json: '{}', unset: ['Loyalty Shop'] });
    body.add({ json: '{}', unset: [] });
    const { data } = JSON.parse(String(body.finish().written)) as {
      data: { attributes: { profiles: { data: unknown[] } } };
    };
    expect(data.attributes.profiles.data).to.deep.equal([
      { type: 'profile', attributes: {}, meta: { patch_properties: { unset: ['Loyalty Shop'] } } },
      { type: 'profile', attributes: {} },
    ]);
  });

  it('is, byte for byte, what writing it at once would be', () => {
    const attributes = fc.dictionary(
      fc.string({ unit: 'binary', maxLength: 9 }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const profiles = fc.array(fc.record({ id: fc.option(fc.string(), { nil: undefined }), attributes }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(profiles, fc.array(fc.string(), { maxLength: 2 }), (all, listIds) => {
        const body = begin(undefined, listIds);
        for (const { id, attributes } of all) {
          expect(body.add({ id, json: json(attributes) })).to.equal(true);
        }
        const whole = {
          data: {
            type: 'profile-bulk-import-job',
            attributes: {
              profiles: {
                data: all.map(({ id, attributes }) => ({
                  type: 'profile',
                  ...(id === undefined ? {} : { id }),
                  attributes,
                })),
              },
            },
            ...(listIds.length === 0
              ? {}
              : { relationships: { lists: { data: listIds.map((id) => ({ type: 'list', id })) } } }),
          },
        };
        const request = body.finish();
        expect(String(request.written)).to.equal(json(whole));
        expect([request.bytes, body.bytes]).to.deep.equal([1, 1].map(() => Buffer.byteLength(json(whole))));
      }),
      { numRuns: 200 },
    );
  });

  it('takes no more bytes than it may have, counted as they are sent', () => {
    const one = { json: json({ first_name: '漢字かな' }) };
    const empty = begin().bytes;
    const [first, next] = [1, 2].map((count) => {
      const body = begin();
      for (let at = 0; at < count; at += 1) body.add(one);
      return body.bytes;
    }) as [number, number];
    expect(next - first).to.equal(first - empty + 1);
    const full = begin(next);
    expect([full.add(one), full.add(one), full.add(one)]).to.deep.equal([true, true, false]);
    const tight = begin(next - 1);
    expect([tight.add(one), tight.add(one)]).to.deep.equal([true, false]);
    expect(sent(tight.finish())).to.have.nested.property('data.attributes.profiles.data').with.length(1);
    // Somebody must tell that it cannot go.
    expect(begin(10).add(one)).to.equal(true);
  });

  it('goes without those who are taken out again', () => {
    const body = begin(undefined, ['L1']);
    for (let at = 0; at < 50; at += 1) {
      body.add({ json: json({ external_id: `漢${at}` }) });
    }
    const whole = body.bytes;
    const { written, bytes, body: shown } = body.finish((place) => place > 0 && place % 5 !== 0);
    const profiles = (sent({ written }) as Body).data.attributes.profiles.data;
    expect(profiles).to.have.length(40);
    expect(profiles[0]).to.deep.equal({ type: 'profile', attributes: { external_id: '漢1' } });
    expect(bytes)
      .to.equal(Buffer.byteLength(String(written)))
      .and.below(whole);
    expect((shown as Body).data.attributes.profiles.data.slice(0, 20)).to.deep.equal(profiles.slice(0, 20));
    const none = begin();
    none.add({ json: '{}' });
    expect((sent(none.finish(() => false)) as Body).data.attributes.profiles.data).to.deep.equal([]);
  });

  it('shows the first profiles, and how many there are', () => {
    const body = begin(undefined, ['L1']);
    for (let at = 0; at < 1_000; at += 1) body.add({ id: `P${at}`, json: json({ external_id: `m${at}` }) });
    const { data } = body.finish().body as Body;
    const shown = data.attributes.profiles.data;
    expect(shown).to.have.length(1_000);
    expect(shown[19]).to.deep.equal({ type: 'profile', id: 'P19', attributes: { external_id: 'm19' } });
    expect(Object.keys(shown)).to.have.length(20);
    expect(data.relationships).to.deep.equal({ lists: { data: [{ type: 'list', id: 'L1' }] } });
  });
});
