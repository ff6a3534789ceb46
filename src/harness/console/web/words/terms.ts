/**
 * What is called otherwise by those who read the console than by those who made it. Codes of the contract stay what they
 * are; here stands what is shown for them.
 */
export const TERMS = {
  eventsWaiting: 'Events waiting',
  statesWaiting: 'Profile updates waiting',
  oldestWaiting: 'Longest wait so far',
  p50: 'Usually there within',
  p95: 'Nearly always within',
  delivered: 'Events delivered',
  listPlaces: 'Kept on lists',
  deadLetters: 'Failures',
  budget: 'Use of the sending limits',
  notSent: 'Not sent, by reason',
  sentWithLess: 'Sent in part, by reason',
  load: 'Initial sync',
  planLoad: 'Plan an initial sync',
  reconcile: 'Check for differences',
  problem: 'Action required',
  warning: 'Worth a look',
} as const;

/** By the kind of a run. */
export const RUN_KINDS: Readonly<Record<string, string>> = { load: TERMS.load, reconcile: TERMS.reconcile };

/** What a run is at, by its phase. */
export const RUN_PHASES: Readonly<Record<string, string>> = {
  lists: 'going through the lists',
  members: 'going through the members',
  events: 'going through past events',
  sending: 'sending',
  comparing: 'comparing members',
  'second-look': 'waiting a minute, then checking again',
  'second-members': 'checking members again',
  'second-lists': 'checking lists again',
};

/** How a run stands, by its state. */
export const RUN_STATES: Readonly<Record<string, string>> = {
  running: 'running',
  paused: 'paused',
  done: 'done',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** How an audience stands to what it is kept on, by the state of its mapping. */
export const MAPPING_STATES = {
  new: 'Not filled yet',
  running: 'Up to date',
  paused: 'Action required',
  off: 'Off',
} as const;

/** What is different, by kind and by what it is about. */
export const DRIFT_KINDS: Readonly<Record<string, string>> = {
  missing: 'missing there',
  different: 'not as they should be',
  extra: 'there, and should not be',
};

/** Things that are counted: one of them, and any other number. */
export const NOUNS = {
  event: { one: 'event', other: 'events' },
  profile: { one: 'profile', other: 'profiles' },
  list: { one: 'list', other: 'lists' },
  member: { one: 'member', other: 'members' },
  item: { one: 'item', other: 'items' },
  cause: { one: 'cause', other: 'causes' },
  time: { one: 'time', other: 'times' },
  points: { one: 'balance', other: 'balances' },
  listPlace: { one: 'place on a list', other: 'places on lists' },
} as const;

export type Noun = keyof typeof NOUNS;
