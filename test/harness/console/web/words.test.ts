import { expect } from 'chai';
import { sentenceOf } from '../../../../src/harness/console/web/connect/sentence-of.js';
import { countReceipts } from '../../../../src/harness/console/web/developer/count-receipts.js';
import { eventsOf } from '../../../../src/harness/console/web/developer/events-of.js';
import { faultsInForce } from '../../../../src/harness/console/web/developer/fault-in-force.js';
import { KNOWN_FAULTS } from '../../../../src/harness/console/web/developer/known-faults.js';
import { RATES, rateAt, stepOf } from '../../../../src/harness/console/web/developer/stream-rates.js';
import { titleOf } from '../../../../src/harness/console/web/developer/title-of.js';
import { nameOf } from '../../../../src/harness/console/web/members/name-of.js';
import { standingOf } from '../../../../src/harness/console/web/overview/standing-of.js';
import { actionsOf } from '../../../../src/harness/console/web/runs/actions-of.js';
import { listPlacesOf } from '../../../../src/harness/console/web/overview/list-places-of.js';
import { ageOf } from '../../../../src/harness/console/web/host-state/age-of.js';
import { countOf } from '../../../../src/harness/console/web/words/count-of.js';
import { nameOfOperation } from '../../../../src/harness/console/web/words/name-of-operation.js';
import { type Noun, NOUNS, RUN_PHASES } from '../../../../src/harness/console/web/words/terms.js';
import type { MappingState, Overview } from '../../../../src/contract/index.js';
import { formatCount } from '../../../../src/harness/console/web/ui/format-count.js';
import { errorsOf } from '../../../../src/harness/console/web/settings-form/errors-of.js';
import { formatDuration } from '../../../../src/harness/console/web/ui/format-duration.js';

describe('what the console says', () => {
  it('of a length of time', () => {
    const told = [0, 850, 1_000, 4_250, 59_000, 180_000, 7_500_000, 7_200_000, 260_000_000].map(
      formatDuration,
    );
    expect(told).to.deep.equal([
      '0 ms',
      '850 ms',
      '1 s',
      '4.3 s',
      '59 s',
      '3 min',
      '2 h 5 min',
      '2 h',
      '3 d',
    ]);
  });

  it('of an authorisation that came to nothing, and of none that goes on', () => {
    expect(sentenceOf({ phase: 'blocked', redirect: '' }, 'Klaviyo')).to.contain('blocked');
    expect(sentenceOf({ phase: 'closed' }, 'Klaviyo'))
      .to.contain('Klaviyo')
      .and.contain('closed');
    expect(sentenceOf({ phase: 'refused', message: 'No.' }, 'Klaviyo')).to.equal('No.');
    for (const phase of ['idle', 'waiting', 'connected'] as const) {
      expect(sentenceOf({ phase }, 'Klaviyo')).to.equal(null);
    }
  });

  it('of a capability', () => {
    const state = (on: boolean, pausedUntil: number | null) => ({ id: 'events', on, pausedUntil });
    expect(standingOf(state(false, null), ['a'])).to.equal('Off');
    expect(standingOf(state(true, null), ['a'])).to.equal('No permission');
    expect(standingOf(state(true, 5), [])).to.equal('Paused');
    expect(standingOf(undefined, [])).to.equal('On');
  });

  it('of one and of many, with the separators of the reader', () => {
    expect([0, 1, 2, 1200].map((count) => countOf(count, 'event'))).to.deep.equal([
      '0 events',
      '1 event',
      '2 events',
      `${formatCount(1200)} events`,
    ]);
    for (const noun of Object.keys(NOUNS) as Noun[]) {
      expect(countOf(1, noun)).to.equal(`1 ${NOUNS[noun].one}`);
      expect(countOf(3, noun)).to.equal(`3 ${NOUNS[noun].other}`);
    }
  });

  it('of an operation', () => {
    expect(nameOfOperation('bulk_import_profiles')).to.equal('Bulk import profiles');
    expect(nameOfOperation('')).to.equal('');
  });

  it('of how long ago something was', () => {
    expect([0, 45_000, 150_000, 7_300_000].map(ageOf)).to.deep.equal([
      '1 second ago',
      '45 seconds ago',
      '2 minutes ago',
      '2 hours ago',
    ]);
  });

  it('of every phase that a run goes through, in words and not in codes', () => {
    const phases = ['lists', 'members', 'events', 'sending', 'comparing', 'second-look'];
    for (const phase of [...phases, 'second-members', 'second-lists']) {
      expect(RUN_PHASES[phase], phase)
        .to.be.a('string')
        .that.does.not.match(/-look|-members|-lists/);
    }
  });

  it('of places on lists, each list once, and nothing where nothing is known', () => {
    const state = (audienceId: string, targetId: string, ours: number | null) =>
      ({ audienceId, targetId, ours }) as MappingState;
    const overview = (...mappings: MappingState[]) => ({ mappings }) as unknown as Overview;
    expect(listPlacesOf(overview(state('a', 'l', 5), state('b', 'l', 5), state('c', 'm', 2)))).to.equal(7);
    expect(listPlacesOf(overview(state('a', 'l', null)))).to.equal(null);
  });

  it('of a member', () => {
    expect(nameOf({ id: 'm1', profile: { givenName: '<b>Ada</b>', familyName: '' } })).to.equal('<b>Ada</b>');
    expect(nameOf({ id: 'm1' })).to.equal('m1');
  });

  it('of receipts that say the same, once', () => {
    const ignored = { id: '3', status: 'ignored', code: 'team', message: 'A team.' } as const;
    expect(
      countReceipts([{ id: '1', status: 'accepted' }, { id: '2', status: 'accepted' }, ignored]),
    ).to.deep.equal([
      { words: 'accepted', count: 2 },
      { words: 'ignored: A team.', count: 1 },
    ]);
  });

  it('of what the vendor holds', () => {
    expect(titleOf({ id: 'p1', attributes: { email: 'a@b.c', first_name: 'Ada' } })).to.equal('a@b.c · Ada');
    expect(titleOf({ id: 'l1', name: 'VIP', members: 3 })).to.equal('VIP · 3 members');
    expect(titleOf({ id: 'l1', name: 'VIP', members: 1 })).to.equal('VIP · 1 member');
    expect(titleOf({ metric: 'Visited Venue', profileId: 'p1', time: 't' })).to.equal(
      'Visited Venue · p1 · t',
    );
  });
});

describe('what the console does', () => {
  it('offers for a run what can be done with it', () => {
    expect(actionsOf('running')).to.deep.equal(['pause', 'cancel']);
    expect(actionsOf('paused')).to.deep.equal(['resume', 'cancel']);
    for (const state of ['done', 'cancelled', 'failed'] as const) expect(actionsOf(state)).to.deep.equal([]);
  });

  it('puts the issues of a save at their fields', () => {
    const issue = (path: string) => ({ path, code: 'x', message: `at ${path}` });
    expect(errorsOf([issue('/audiences/0/listId'), issue('/a~1b'), issue('')])).to.deep.equal({
      audiences: { '0': { listId: { __errors: ['at /audiences/0/listId'] } } },
      'a/b': { __errors: ['at /a~1b'] },
      __errors: ['at '],
    });
  });

  it('makes events that are told apart, and refuses a payload that is no object', () => {
    const order = { type: 'VISITED_VENUE', payload: '{"a":0}', subject: null, count: 2, prefix: 'p' };
    expect(eventsOf(order).map(({ id, payload }) => [id, payload])).to.deep.equal([
      ['p-1', { a: 0 }],
      ['p-2', { a: 0 }],
    ]);
    for (const payload of ['', '[]', 'null', '{']) {
      expect(() => eventsOf({ ...order, payload })).to.throw('no JSON object');
    }
  });

  it('goes through the rates up and down', () => {
    for (const rate of RATES) expect(rateAt(stepOf(rate))).to.equal(rate);
    expect(rateAt(stepOf(3))).to.equal(5);
  });

  it('knows its own faults again, and no others', () => {
    const [refuse, throttle] = KNOWN_FAULTS;
    if (!refuse || !throttle) throw new Error('no faults');
    const active = refuse.scripts.map((script, index) => ({ id: String(index), script, met: 0 }));
    expect(faultsInForce(refuse, active)).to.have.length(2);
    expect(faultsInForce(throttle, active)).to.deep.equal([]);
  });
});
