import { UnaskedError, type Inquiry } from '../inquiry.js';
import { wordsOf } from '../live-answer.js';
import type { Question } from '../question.js';

const METRIC = { data: { type: 'metric', attributes: { name: 'WLL Live Check' } } };

const event = (uniqueId: string): object => ({
  type: 'event',
  attributes: { properties: { check: true }, unique_id: uniqueId, metric: METRIC, backfill: true },
});

const bulkBody = (email: string, uniqueIds: readonly string[]): object => ({
  data: {
    type: 'event-bulk-create-job',
    attributes: {
      'events-bulk-create': {
        data: [
          {
            type: 'event-bulk-create',
            attributes: {
              profile: { data: { type: 'profile', attributes: { email } } },
              events: { data: uniqueIds.map(event) },
            },
          },
        ],
      },
    },
  },
});

const somebody = async (inquiry: Inquiry): Promise<string> => {
  const email = inquiry.email();
  await inquiry.makeProfile({ email });
  return email;
};

const sendBulk = (inquiry: Inquiry, email: string, uniqueIds: readonly string[]) =>
  inquiry.klaviyo.call('POST', 'event-bulk-create-jobs', bulkBody(email, uniqueIds));

/** What is open about events. */
export const EVENT_QUESTIONS: readonly Question[] = [
  {
    id: 'repeated_unique_id',
    assumption: 'A unique_id repeated within a bulk request makes the whole request fail.',
    supposed: 'fail',
    switchName: 'repeatedUniqueId',
    ask: async (inquiry) => {
      const id = inquiry.name();
      const answer = await sendBulk(inquiry, await somebody(inquiry), [id, id]);
      return { position: answer.status === 202 ? 'drop' : 'fail', words: wordsOf(answer) };
    },
  },
  {
    id: 'stored_unique_id',
    assumption: 'A bulk request that is sent again fails, as its events are stored.',
    supposed: 'fail',
    switchName: 'storedUniqueId',
    ask: async (inquiry) => {
      const email = inquiry.email();
      const profile = await inquiry.makeProfile({ email });
      const id = inquiry.name();
      const first = await sendBulk(inquiry, email, [id]);
      if (first.status !== 202) throw new UnaskedError(`the first request was refused: ${wordsOf(first)}`);
      const stored = await inquiry.klaviyo.until(
        async () => (await inquiry.eventsOf(profile)) > 0,
        inquiry.patienceMs,
      );
      if (!stored) throw new UnaskedError('the event did not show up in time');
      const answer = await sendBulk(inquiry, email, [id]);
      return { position: answer.status === 202 ? 'drop' : 'fail', words: wordsOf(answer) };
    },
  },
  {
    id: 'event_to_gone_profile',
    assumption: 'An event to the id of a profile that is gone is answered by 404.',
    supposed: 'not-found',
    switchName: 'eventToGoneProfile',
    ask: async (inquiry) => {
      const { klaviyo } = inquiry;
      const externalId = inquiry.name();
      const gone = await inquiry.makeProfile({ email: inquiry.email(), external_id: externalId });
      await inquiry.eraseProfile(gone);
      const isGone = async () => (await klaviyo.call('GET', `profiles/${gone}`)).status === 404;
      if (!(await klaviyo.until(isGone, inquiry.patienceMs))) {
        throw new UnaskedError('the profile was not erased in time');
      }
      const answer = await klaviyo.call('POST', 'events', {
        data: {
          type: 'event',
          attributes: {
            properties: { check: true },
            unique_id: inquiry.name(),
            backfill: true,
            metric: METRIC,
            profile: { data: { type: 'profile', id: gone, attributes: { external_id: externalId } } },
          },
        },
      });
      if (answer.status === 404) return { position: 'not-found', words: wordsOf(answer) };
      if (answer.status !== 202) return { position: 'something else', words: wordsOf(answer) };
      const isBack = async () => (await inquiry.noteProfile(`equals(external_id,"${externalId}")`)) !== null;
      const recreated = await klaviyo.until(isBack, inquiry.patienceMs);
      return recreated
        ? { position: 'recreate', words: '202, and a new profile' }
        : { position: 'drop', words: '202, and nobody in time' };
    },
  },
];
