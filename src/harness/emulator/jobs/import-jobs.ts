import { ApiError, type ApiProblem } from '../http/api-error.js';
import { readFilter, type Filterable } from '../http/filter.js';
import { cutPage, pageLinks, pageSize, readSort } from '../http/page.js';
import { sparse } from '../http/sparse-fields.js';
import { isoTime } from '../iso-time.js';
import type { JsonObject } from '../json.js';
import { MOST_IMPORTS } from '../limits/payload-limits.js';
import { listResource } from '../lists/list-resource.js';
import type { ApiCall, Handler } from '../operations/api-call.js';
import { profileInput, type ProfileBody } from '../profiles/profile-body.js';
import { profileProblem } from '../profiles/profile-problem.js';
import { shownProfile } from '../profiles/read-profile.js';
import { jobId } from '../state/id-source.js';
import type { ImportError, ImportJob } from '../state/import-job.js';
import type { Switches } from '../switches/switches.js';
import { scheduleImportJob } from './run-import-job.js';

const FILTERS: Filterable = { status: ['any', 'equals'] };
const JOB_LIFE_MS = 7 * 86_400_000;
const USUAL_PAGE = 20;
const PROFILES_AT = '/data/attributes/profiles/data';
const LISTS_AT = '/data/relationships/lists/data';

interface JobBody {
  readonly data: {
    readonly attributes: { readonly profiles: { readonly data: readonly ProfileBody[] } };
    readonly relationships?: { readonly lists?: { readonly data?: readonly { readonly id: string }[] } };
  };
}

/** `POST /api/profile-bulk-import-jobs`: 202 and a job; a malformed e-mail or an unknown list refuses all of it. */
export const createImportJob: Handler = (call) => {
  const { data } = call.body as unknown as JobBody;
  const { data: profiles } = data.attributes.profiles;
  if (profiles.length > MOST_IMPORTS) {
    throw ApiError.badRequest(`At most ${MOST_IMPORTS} profiles are allowed.`, { pointer: PROFILES_AT });
  }
  const problems = profiles.map((profile, index) => submissionProblem(call, profile, index));
  const { refusing, later } = sorted(problems, call.parts.switches.bulkInvalidPhone);
  refuse(refusing);
  const lists = data.relationships?.lists?.data?.map(({ id }) => id) ?? [];
  refuseUnknownLists(call, lists);
  const job = call.account.jobs.put({
    id: jobId(),
    seq: call.account.jobs.size + 1,
    status: 'queued',
    created: call.now,
    started: null,
    completed: null,
    expires: call.now + JOB_LIFE_MS,
    total: profiles.length,
    completedCount: 0,
    failedCount: 0,
    lists,
    pending: profiles as unknown as readonly JsonObject[],
    refused: later,
    errors: [],
    profileIds: [],
    fate: call.jobFate,
  });
  scheduleImportJob(call.parts, call.account, job.id);
  return { status: 202, json: { data: jobResource(call, job), links: { self: call.self } } };
};

/** `GET /api/profile-bulk-import-jobs`. */
export const getImportJobs: Handler = (call) => {
  const conditions = readFilter(call.query, FILTERS);
  const found = [...call.account.jobs.all()].filter(
    (job) => job.expires > call.now && conditions.every(({ values }) => values.includes(job.status)),
  );
  const order = {
    value: ({ created }: ImportJob) => created,
    seq: ({ seq }: ImportJob) => seq,
    descending: readSort(call.query)?.descending ?? false,
    natural: false,
  };
  const page = cutPage(found, order, call.query, pageSize(call.query, USUAL_PAGE));
  return {
    status: 200,
    json: {
      data: page.items.map((job) => jobResource(call, job)),
      links: pageLinks(call.self, page),
    },
  };
};

/** `GET /api/profile-bulk-import-jobs/{job_id}`. */
export const getImportJob: Handler = (call) => {
  const job = readJob(call, call.params['job_id'] ?? '');
  const included = job.lists.flatMap((id) => {
    const list = call.account.lists.head(id);
    return list === undefined ? [] : [listResource(call, list)];
  });
  return {
    status: 200,
    json: {
      data: jobResource(call, job),
      links: { self: call.self },
      ...(call.query.has('include') ? { included } : {}),
    },
  };
};

/** `GET /api/profile-bulk-import-jobs/{id}/import-errors`: twenty a page, a hundred at most. */
export const getImportErrors: Handler = (call) => {
  const { errors } = readJob(call, call.params['id'] ?? '');
  const page = cutPage(errors, inOrder(errors), call.query, pageSize(call.query, USUAL_PAGE));
  return {
    status: 200,
    json: {
      data: page.items.map((error) => sparse(errorResource(error), call.query)),
      links: pageLinks(call.self, page),
    },
  };
};

/** `GET /api/profile-bulk-import-jobs/{id}/profiles`. */
export const getImportProfiles: Handler = (call) => {
  const { profileIds } = readJob(call, call.params['id'] ?? '');
  const profiles = [...new Set(profileIds)].flatMap((id) => call.account.profiles.get(id) ?? []);
  const page = cutPage(profiles, inOrder(profiles), call.query, pageSize(call.query, USUAL_PAGE));
  return {
    status: 200,
    json: {
      data: page.items.map((profile) => shownProfile(call, profile)),
      links: pageLinks(call.self, page),
    },
  };
};

const inOrder = <T extends object>(items: readonly T[]) => {
  const places = new Map<T, number>(items.map((item, place) => [item, place]));
  const place = (item: T): number => places.get(item) ?? 0;
  return { value: place, seq: place, descending: false, natural: true };
};

/** Every profile that is wrong has an error of its own. */
const refuse = (problems: readonly ApiProblem[]): void => {
  if (problems.length > 0) throw new ApiError(400, problems);
};

const submissionProblem = (call: ApiCall, profile: ProfileBody, index: number): ApiProblem | undefined => {
  const at = `${PROFILES_AT}/${index}`;
  const { switches } = call.parts;
  const { email, phone_number: phone, external_id: externalId } = profile.attributes;
  if (![profile.id, email, phone, externalId].some((one) => typeof one === 'string')) {
    return invalid('An identifier is required.', `${at}/attributes`);
  }
  return profileProblem(profileInput(profile), at, switches);
};

/** What refuses the submission, and what its job tells of in the end: looked at once, as phones take long. */
const sorted = (
  problems: readonly (ApiProblem | undefined)[],
  invalidPhone: Switches['bulkInvalidPhone'],
): { readonly refusing: readonly ApiProblem[]; readonly later: Readonly<Record<number, ApiProblem>> } => {
  const refusing: ApiProblem[] = [];
  const later: Record<number, ApiProblem> = {};
  for (const [index, problem] of problems.entries()) {
    if (problem === undefined) continue;
    const waits = invalidPhone === 'job-error' && problem.pointer?.endsWith('/phone_number') === true;
    if (waits) later[index] = problem;
    else refusing.push(problem);
  }
  return { refusing, later };
};

/** Refused with a pointer to each that is unknown, or all together as not found: as the switch says [?]. */
const refuseUnknownLists = (call: ApiCall, lists: readonly string[]): void => {
  const unknown = lists.flatMap((id, index) =>
    call.account.lists.head(id) === undefined ? [{ id, index }] : [],
  );
  const [first] = unknown;
  if (first === undefined) return;
  if (call.parts.switches.unknownImportList === 'not-found') {
    throw ApiError.notFound(`A list with id ${first.id} does not exist.`, LISTS_AT);
  }
  refuse(
    unknown.map(({ id, index }) =>
      invalid(`A list with id ${id} does not exist.`, `${LISTS_AT}/${index}/id`),
    ),
  );
};

const invalid = (detail: string, pointer: string): ApiProblem => ({
  code: 'invalid',
  title: 'Invalid input.',
  detail,
  pointer,
});

const readJob = (call: ApiCall, id: string): ImportJob => {
  const job = call.account.jobs.get(id);
  if (job === undefined || job.expires <= call.now) {
    throw ApiError.notFound(`A job with id ${id} does not exist.`, '/data/');
  }
  return job;
};

const jobResource = (call: ApiCall, job: ImportJob): JsonObject => {
  const self = `${call.base}/api/profile-bulk-import-jobs/${job.id}`;
  const ended = job.status === 'complete' || job.status === 'cancelled';
  const related = (name: string): JsonObject => ({
    self: `${self}/relationships/${name}/`,
    related: `${self}/${name}/`,
  });
  return sparse(
    {
      type: 'profile-bulk-import-job',
      id: job.id,
      attributes: {
        status: job.status,
        created_at: isoTime(job.created),
        total_count: job.total,
        completed_count: job.completedCount,
        failed_count: job.failedCount,
        started_at: job.started === null ? null : isoTime(job.started),
        completed_at: ended && job.completed !== null ? isoTime(job.completed) : null,
        expires_at: isoTime(job.expires),
      },
      relationships: {
        lists: { data: job.lists.map((id) => ({ type: 'list', id })), links: related('lists') },
        profiles: { links: related('profiles') },
        'import-errors': { links: { related: `${self}/import-errors/` } },
      },
      links: { self: `${self}/` },
    },
    call.query,
  );
};

const errorResource = (error: ImportError): JsonObject => ({
  type: 'import-error',
  id: error.id,
  attributes: {
    code: error.code,
    title: error.title,
    detail: error.detail,
    source: { pointer: error.pointer },
    original_payload: error.payload,
  },
});
