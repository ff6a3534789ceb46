import { expect } from 'chai';
import { ProfileImportsProvider } from '../../../src/providers/index.js';
import { contentOf } from '../../../src/delivery/trace/content-of.js';
import { KeepRule } from '../../../src/delivery/trace/keep-rule.js';
import { RecordingSession } from '../../../src/delivery/trace/recording-session.js';

const session = (body: unknown, path = '/api/events'): RecordingSession =>
  Object.assign(new RecordingSession({ send: () => Promise.reject(new Error('not sent')) }), {
    request: { operation: 'create_event', method: 'POST' as const, path, body },
  });

describe('contentOf', () => {
  it('keeps request, answer and causes', () => {
    const event = { id: 'e1', type: 'VISITED_VENUE', subject: 'm1', payload: { venue: 'Harbour' } };
    const content = JSON.parse(contentOf(session({ a: 1 }), [{ memberId: 'm1', event }])) as object;
    expect(content).to.deep.include({
      method: 'POST',
      path: '/api/events',
      request: { a: 1 },
      response: null,
    });
    expect(content).to.have.nested.property('causes[0].event.payload.venue', 'Harbour');
  });

  it('never keeps more than 16 KB, and stays JSON', () => {
    const large = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`p${index}`, 'x'.repeat(400)]),
    );
    const about = Array.from({ length: 20 }, (_, index) => ({
      memberId: `m${index}`,
      event: { id: `e${index}`, type: 'VISITED_VENUE', payload: large },
    }));
    const json = contentOf(session(large), about);
    expect(json.length).to.be.at.most(16_384);
    expect(JSON.parse(json)).to.have.property('method', 'POST');
  });

  it('shows the first profiles of an import, and how many more there are', () => {
    const draft = new ProfileImportsProvider().begin([], 5_000_000);
    for (let at = 0; at < 30; at += 1) draft.add({ json: JSON.stringify({ external_id: `m${at}` }) });
    const { body } = draft.finish();
    const content = JSON.parse(contentOf(session(body, '/api/profile-bulk-import-jobs'), [])) as object;
    const path = 'request.data.attributes.profiles.data';
    expect(content).to.have.nested.property(`${path}[19].attributes.external_id`, 'm19');
    expect(content).to.have.nested.property(`${path}[20]`, '… and 10 more');
  });

  it('masks what a filter names', () => {
    const json = contentOf(session(undefined, '/api/profiles?filter=equals(email,%22ada%40x.net%22)'), []);
    expect(json).not.to.contain('ada');
  });
});

describe('KeepRule', () => {
  it('keeps so many successes a minute, and what has failed all the same', () => {
    const rule = new KeepRule();
    const kept = Array.from({ length: 1000 }, () => rule.allows('done', 0)).filter(Boolean);
    expect(kept).to.have.length(600);
    expect(rule.allows('refused', 0)).to.equal(true);
    expect(rule.allows('done', 60_000)).to.equal(true);
  });
});
