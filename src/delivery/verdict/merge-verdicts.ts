import type { BacklogNews } from '../backlog/backlog-news.js';
import type { ListPlaces, RowChanges, Verdict } from './verdict.js';

type ListName = Exclude<keyof RowChanges, 'job' | 'eventsPutOff' | 'places'>;

const LISTS: Readonly<Record<ListName, true>> = {
  links: true,
  acceptedLinks: true,
  identifiersGone: true,
  marksSettled: true,
  marksGone: true,
  marksPutOff: true,
  marksRaised: true,
  eventsGone: true,
  eventsHandled: true,
  targets: true,
  letters: true,
  tallies: true,
  pulses: true,
  closings: true,
};

/** Several verdicts as one, which is written in one transaction. At most one of them changes a job or puts events off. */
export function mergeVerdicts(verdicts: readonly Verdict[]): Verdict {
  const rows = verdicts.flatMap((verdict) => verdict.rows ?? []);
  const parked = verdicts.flatMap((verdict) => verdict.parked ?? []);
  const news = verdicts.flatMap((verdict) => verdict.backlog ?? []);
  const [first] = parked;
  return {
    ...(rows.length === 0 ? {} : { rows: mergeRows(rows) }),
    ...(first ? { parked: { members: parked.flatMap(({ members }) => members), code: first.code } } : {}),
    ...(news.length === 0 ? {} : { backlog: mergeNews(news) }),
  };
}

function mergeRows(all: readonly RowChanges[]): RowChanges {
  const lists = (Object.keys(LISTS) as ListName[]).flatMap((name) => {
    const values = all.flatMap((rows): readonly unknown[] => rows[name] ?? []);
    return values.length === 0 ? [] : [[name, values] as const];
  });
  const job = all.find((rows) => rows.job)?.job;
  const eventsPutOff = all.find((rows) => rows.eventsPutOff)?.eventsPutOff;
  return {
    ...(Object.fromEntries(lists) as RowChanges),
    places: mergePlaces(all.flatMap(({ places }) => places ?? [])),
    ...(job ? { job } : {}),
    ...(eventsPutOff ? { eventsPutOff } : {}),
  };
}

/** Those whom imports have put on lists by one statement: there is a verdict for each of them. */
function mergePlaces(places: readonly ListPlaces[]): readonly ListPlaces[] {
  const joins = places.flatMap((one) => (one.kind === 'joined' ? one.joins : []));
  const others = places.filter(({ kind }) => kind !== 'joined');
  return joins.length === 0 ? others : [...others, { kind: 'joined', joins }];
}

function mergeNews(all: readonly BacklogNews[]): BacklogNews {
  const profileBytes = all.find((news) => news.profileBytes !== undefined)?.profileBytes;
  return {
    members: all.flatMap(({ members }) => members ?? []),
    lists: all.flatMap(({ lists }) => lists ?? []),
    ...(profileBytes === undefined ? {} : { profileBytes }),
  };
}
