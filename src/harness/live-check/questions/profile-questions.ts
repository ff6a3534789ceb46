import { profileBody, UnaskedError, type Inquiry } from '../inquiry.js';
import { textOf, wordsOf } from '../live-answer.js';
import type { Question, Seen } from '../question.js';

/** An id of the right form that nobody has. */
const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
/** A list's id of the right form that no list has. */
const NO_LIST = 'Zz9Zz9';
/** The country code is given to nobody. */
const NO_PHONE = '+999123456789';

const upsert = async (inquiry: Inquiry, attributes: object): Promise<Seen> => {
  const answer = await inquiry.klaviyo.call('POST', 'profile-import', profileBody(attributes));
  inquiry.noteAnswered(answer);
  return { position: String(answer.status === 400), words: wordsOf(answer) };
};

const submit = (inquiry: Inquiry, attributes: object, lists: readonly string[] = []) =>
  inquiry.klaviyo.call('POST', 'profile-bulk-import-jobs', {
    data: {
      type: 'profile-bulk-import-job',
      attributes: { profiles: { data: [{ type: 'profile', attributes }] } },
      ...(lists.length === 0
        ? {}
        : { relationships: { lists: { data: lists.map((id) => ({ type: 'list', id })) } } }),
    },
  });

/** What is open about profiles. */
export const PROFILE_QUESTIONS: readonly Question[] = [
  {
    id: 'clear_last_identifier',
    assumption: 'Clearing the last identifier of a profile is refused.',
    supposed: 'refuse',
    switchName: 'clearLastIdentifier',
    ask: async (inquiry) => {
      const id = await inquiry.makeProfile({ email: inquiry.email() });
      const answer = await inquiry.klaviyo.call(
        'PATCH',
        `profiles/${id}`,
        profileBody({ email: null }, { id }),
      );
      return { position: answer.status === 200 ? 'allow' : 'refuse', words: wordsOf(answer) };
    },
  },
  {
    id: 'external_id_alone',
    assumption: 'A profile is found by its external_id alone.',
    supposed: 'true',
    switchName: 'matchExternalId',
    ask: async (inquiry) => {
      const externalId = inquiry.name();
      const id = await inquiry.makeProfile({ email: inquiry.email(), external_id: externalId });
      const found = await inquiry.makeProfile({ external_id: externalId });
      return { position: String(found === id), words: found === id ? 'the same id' : 'another id' };
    },
  },
  {
    id: 'unknown_list_in_import',
    assumption: 'An unknown list of a bulk import is answered by 400 with a pointer to that list.',
    supposed: 'refuse',
    switchName: 'unknownImportList',
    ask: async (inquiry) => {
      const email = inquiry.email();
      const answer = await submit(inquiry, { email }, [NO_LIST]);
      await inquiry.noteProfile(`equals(email,"${email}")`);
      const pointer = textOf(answer.json, 'errors', 0, 'source', 'pointer');
      const named = answer.status === 400 && pointer === '/data/relationships/lists/data/0/id';
      const otherwise = answer.status === 404 ? 'not-found' : 'something else';
      return { position: named ? 'refuse' : otherwise, words: wordsOf(answer) };
    },
  },
  {
    id: 'unknown_profile_on_list',
    assumption: 'One unknown profile id fails the whole call that adds to a list, with the pointer /data/.',
    supposed: 'fail',
    switchName: 'unknownListMember',
    ask: async (inquiry) => {
      const list = await inquiry.makeList();
      const id = await inquiry.makeProfile({ email: inquiry.email() });
      const answer = await inquiry.klaviyo.call('POST', `lists/${list}/relationships/profiles`, {
        data: [id, NOBODY].map((one) => ({ type: 'profile', id: one })),
      });
      const pointer = textOf(answer.json, 'errors', 0, 'source', 'pointer');
      if (answer.status === 204) return { position: 'ignore', words: wordsOf(answer) };
      const whole = answer.status === 400 && pointer === '/data/';
      return { position: whole ? 'fail' : 'something else', words: wordsOf(answer) };
    },
  },
  {
    id: 'invalid_phone_in_import',
    assumption: 'A phone number that nobody can have is an error of the import job, not of its submission.',
    supposed: 'job-error',
    switchName: 'bulkInvalidPhone',
    ask: async (inquiry) => {
      const email = inquiry.email();
      const answer = await submit(inquiry, { email, phone_number: NO_PHONE });
      if (answer.status === 400) return { position: 'refuse', words: wordsOf(answer) };
      const job = textOf(answer.json, 'data', 'id');
      if (job === '') throw new UnaskedError(`no import could be made: ${wordsOf(answer)}`);
      const path = `profile-bulk-import-jobs/${job}`;
      const isDone = async () => {
        const status = textOf((await inquiry.klaviyo.call('GET', path)).json, 'data', 'attributes', 'status');
        return status === 'complete' || status === 'cancelled';
      };
      if (!(await inquiry.klaviyo.until(isDone, inquiry.patienceMs))) {
        throw new UnaskedError('the import did not end in time');
      }
      await inquiry.noteProfile(`equals(email,"${email}")`);
      const errors = await inquiry.klaviyo.call('GET', `${path}/import-errors`);
      const pointer = textOf(errors.json, 'data', 0, 'attributes', 'source', 'pointer');
      return pointer === ''
        ? { position: 'something else', words: 'the import took it' }
        : { position: 'job-error', words: `an import error at ${pointer}` };
    },
  },
  {
    id: 'strict_email',
    assumption: 'An e-mail address is taken as long as it looks like one, two dots in a row or not.',
    supposed: 'false',
    switchName: 'strictEmail',
    ask: (inquiry) => upsert(inquiry, { email: inquiry.email(`a..${inquiry.name()}`) }),
  },
  {
    id: 'strict_locale',
    assumption: 'A locale is taken whatever it is.',
    supposed: 'false',
    switchName: 'strictLocale',
    ask: (inquiry) => upsert(inquiry, { email: inquiry.email(), locale: 'english' }),
  },
  {
    id: 'control_characters',
    assumption: 'Control characters are taken.',
    supposed: 'false',
    switchName: 'refuseControlCharacters',
    ask: (inquiry) => upsert(inquiry, { email: inquiry.email(), first_name: 'A\u0007b' }),
  },
];
