/** What is known of something that waits. */
export interface Waiting {
  readonly about: 'event' | 'profile' | 'points' | 'list';
  readonly attempts: number;
  readonly dueAt: number;
  /** Why it was put off last; null where it never was. */
  readonly lastCode: string | null;
  readonly inJob: boolean;
  readonly inDoubt: boolean;
  /** Of a list: why it rests. */
  readonly listPaused: string | null;
  readonly state: string;
}

/** Why something has not been delivered: a code, and one sentence. */
export function why(waiting: Waiting, now: number): { readonly code: string; readonly why: string } {
  const { about, attempts, dueAt, lastCode, inJob, inDoubt, listPaused, state } = waiting;
  if (state !== 'active') {
    return { code: state, why: 'The installation is not active: connect Klaviyo and save with Active.' };
  }
  if (listPaused !== null) {
    return {
      code: listPaused,
      why: 'The Klaviyo list no longer exists. Choose another one for the audience.',
    };
  }
  if (inJob && about !== 'event') {
    return { code: 'in_job', why: 'It is part of an import that Klaviyo is working on.' };
  }
  if (lastCode === 'member_unknown') {
    return { code: lastCode, why: 'The platform did not know the member. It is looked for for 15 minutes.' };
  }
  if (attempts > 0) {
    const code = lastCode ?? 'failed';
    return { code, why: `Klaviyo could not take it ${times(attempts)}. It is tried again by itself.` };
  }
  if (inDoubt) {
    return {
      code: 'in_doubt',
      why: 'An earlier write got no answer and may still land. It is sent once more after that.',
    };
  }
  if (dueAt > now)
    return { code: 'later_look', why: 'It is looked at again later, in case it changes silently.' };
  return { code: 'queued', why: 'It is waiting for its turn.' };
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
