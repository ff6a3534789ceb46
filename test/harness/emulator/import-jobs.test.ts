import { expect } from 'chai';
import { EmulatorUnderTest, jobBody, pointerOf, type Loose, text } from './emulator-under-test.js';

describe('emulator: import jobs', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const JOBS = '/api/profile-bulk-import-jobs';
  const submit = (profiles: readonly object[], lists: readonly string[] = []) =>
    under.api('POST', JOBS, jobBody(profiles, lists));
  const begin = async (profiles: readonly object[], lists: readonly string[] = []) => {
    const reply = await submit(profiles, lists);
    expect(reply.status, reply.text).to.equal(202);
    return text(reply.json['data']!['id']);
  };
  const attributes = async (id: string) =>
    (await under.api('GET', `${JOBS}/${id}`)).json['data']!['attributes']!;

  it('goes from queued over processing to complete', async () => {
    const id = await begin([{ email: 'a@b.co' }, { email: 'c@d.co' }]);
    expect(await attributes(id)).to.include({
      status: 'queued',
      total_count: 2,
      completed_count: 0,
      started_at: null,
    });
    expect(under.account.profiles).to.have.length(0);
    under.clock.advance(150);
    expect(await attributes(id)).to.include({ status: 'processing', completed_at: null });
    under.clock.advance(150);
    expect(await attributes(id)).to.include({ status: 'complete', completed_count: 2, failed_count: 0 });
    expect(under.account.profiles).to.have.length(2);
    const profiles = await under.api('GET', `${JOBS}/${id}/profiles?page[size]=1`);
    expect(profiles.json['data']).to.have.length(1);
    expect(profiles.json['links']!['next']).to.be.a('string');
  });

  it('adds everybody to its lists, those that were known too', async () => {
    const known = await under.profileOf({ email: 'a@b.co' });
    await begin([{ email: 'a@b.co' }, { email: 'c@d.co' }], [under.listId(), under.listId('VIP members')]);
    under.clock.advance(300);
    expect(under.members()).to.have.length(2).and.include(known);
    expect(under.members('VIP members')).to.have.length(2);
  });

  it('having a malformed e-mail, refuses the whole submission', async () => {
    const reply = await submit([{ email: 'a@b.co' }, { email: 'nope' }]);
    expect([reply.status, pointerOf(reply)]).to.deep.equal([
      400,
      '/data/attributes/profiles/data/1/attributes/email',
    ]);
    under.clock.advance(1000);
    expect(under.account.profiles).to.have.length(0);
    expect(under.account.jobs).to.have.length(0);
  });

  for (const position of ['job-error', 'refuse'] as const) {
    it(`having a bad phone: ${position} [?]`, async () => {
      under.emulator.control.setSwitches({ bulkInvalidPhone: position });
      const reply = await submit([{ email: 'a@b.co', phone_number: '0123' }, { email: 'c@d.co' }]);
      expect(reply.status).to.equal(position === 'refuse' ? 400 : 202);
      under.clock.advance(300);
      expect(under.account.profiles).to.have.length(position === 'refuse' ? 0 : 1);
    });
  }

  it('having identifiers of two profiles, reports that one as an import error with its payload', async () => {
    await under.profileOf({ email: 'a@b.co' });
    await under.profileOf({ phone_number: '+447911123456' });
    const id = await begin([{ email: 'c@d.co' }, { email: 'a@b.co', phone_number: '+447911123456' }]);
    under.clock.advance(300);
    expect(await attributes(id)).to.include({ completed_count: 1, failed_count: 1 });
    const errors = await under.api('GET', `${JOBS}/${id}/import-errors`);
    const error = errors.json['data']![0]!['attributes']!;
    expect(error).to.include({ code: 'duplicate_profile' });
    expect(error['source']).to.deep.equal({ pointer: '/data/attributes/profiles/data/1/attributes' });
    expect(error['original_payload']!['attributes']).to.include({ email: 'a@b.co' });
  });

  it('shows import errors twenty a page, a hundred at most', async () => {
    await under.admin('POST', 'faults', { kind: 'job', failing: 45, count: 1 });
    const id = await begin(Array.from({ length: 50 }, (_, place) => ({ email: `p${place}@x.co` })));
    under.clock.advance(300);
    expect(await attributes(id)).to.include({ completed_count: 5, failed_count: 45 });
    const sizes: number[] = [];
    let next: string | null = `${JOBS}/${id}/import-errors`;
    while (next !== null) {
      const { json }: { json: Record<string, Loose> } = await under.api('GET', next);
      sizes.push((json['data'] as unknown as unknown[]).length);
      next = json['links']!['next'] as unknown as string | null;
    }
    expect(sizes).to.deep.equal([20, 20, 5]);
    expect((await under.api('GET', `${JOBS}/${id}/import-errors?page[size]=101`)).status).to.equal(400);
  });

  it('having a fault with places, fails those alone', async () => {
    await under.admin('POST', 'faults', { kind: 'job', indexes: [1], code: 'invalid', detail: 'No.' });
    const id = await begin([{ email: 'a@b.co' }, { email: 'c@d.co' }, { email: 'e@f.co' }]);
    under.clock.advance(300);
    expect(under.account.profiles.map(({ attributes: { email } }) => email)).to.deep.equal([
      'a@b.co',
      'e@f.co',
    ]);
    const errors = await under.api('GET', `${JOBS}/${id}/import-errors`);
    expect(errors.json['data']![0]!['attributes']!['source']!['pointer']).to.equal(
      '/data/attributes/profiles/data/1',
    );
  });

  it('having a fault that cancels it, ends cancelled and takes nothing', async () => {
    await under.admin('POST', 'faults', { kind: 'job', cancelled: true, count: 1 });
    const id = await begin([{ email: 'a@b.co' }]);
    under.clock.advance(300);
    expect(await attributes(id)).to.include({ status: 'cancelled', completed_count: 0 });
    expect(under.account.profiles).to.have.length(0);
  });

  it('is listed, filtered by status, and expires after seven days', async () => {
    const id = await begin([{ email: 'a@b.co' }]);
    under.clock.advance(300);
    await begin([{ email: 'c@d.co' }]);
    const listed = async (query: string) =>
      ((await under.api('GET', `${JOBS}?${query}`)).json['data'] as unknown as { id: string }[]).map(
        (job) => job.id,
      );
    expect(await listed('sort=-created_at'))
      .to.have.length(2)
      .and.property('1', id);
    expect(await listed('filter=equals(status,"complete")')).to.deep.equal([id]);
    expect(await listed('filter=any(status,["queued","processing"])')).to.have.length(1);
    under.clock.advance(7 * 86_400_000);
    const token = under.emulator.control.grant({ account: 'DEMO01' }).accessToken;
    expect((await under.api('GET', `${JOBS}/${id}`, undefined, { token })).status).to.equal(404);
  });

  it('has an id of 58 characters, each job another', async () => {
    const [one, other] = [await begin([{ email: 'a@b.co' }]), await begin([{ email: 'a@b.co' }])];
    expect([one.length, other.length]).to.deep.equal([58, 58]);
    expect(one).not.to.equal(other);
    expect(encodeURIComponent(one)).to.equal(one);
  });

  it('having several wrong profiles, is refused with an error for each', async () => {
    const reply = await submit([{ email: 'nope' }, { email: 'a@b.co' }, { email: 'no' }, {}]);
    const errors = reply.json['errors'] as unknown as { source: { pointer: string } }[];
    expect(reply.status).to.equal(400);
    expect(errors.map(({ source }) => source.pointer)).to.deep.equal([
      '/data/attributes/profiles/data/0/attributes/email',
      '/data/attributes/profiles/data/2/attributes/email',
      '/data/attributes/profiles/data/3/attributes',
    ]);
    expect(under.account.jobs).to.have.length(0);
  });

  for (const position of ['refuse', 'not-found'] as const) {
    it(`having unknown lists, names each of them or answers 404: ${position} [?]`, async () => {
      under.emulator.control.setSwitches({ unknownImportList: position });
      const reply = await submit([{ email: 'a@b.co' }], ['abcdef', under.listId(), 'ABCDEF']);
      const errors = reply.json['errors'] as unknown as { source: { pointer: string } }[];
      const pointers = errors.map(({ source }) => source.pointer);
      const at = '/data/relationships/lists/data';
      expect([reply.status, pointers]).to.deep.equal(
        position === 'refuse' ? [400, [`${at}/0/id`, `${at}/2/id`]] : [404, [at]],
      );
      expect(under.account.jobs).to.have.length(0);
    });
  }

  it('having too many profiles, is refused', async () => {
    const many = Array.from({ length: 10_001 }, (_, place) => ({ email: `p${place}@x.co` }));
    const reply = await submit(many);
    expect([reply.status, pointerOf(reply)]).to.deep.equal([400, '/data/attributes/profiles/data']);
  });

  it('takes as long as the switch says', async () => {
    under.emulator.control.setSwitches({ jobDelayMs: 60_000 });
    const id = await begin([{ email: 'a@b.co' }]);
    under.clock.advance(59_999);
    expect(await attributes(id)).to.include({ status: 'processing' });
    under.clock.advance(1);
    expect(await attributes(id)).to.include({ status: 'complete' });
  });
});
