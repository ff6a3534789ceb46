import type { EmulatorParts } from '../emulator-parts.js';
import { ApiError, type ApiProblem } from '../http/api-error.js';
import type { JsonObject } from '../json.js';
import { profileInput, type ProfileBody } from '../profiles/profile-body.js';
import { writeProfile } from '../profiles/write-profile.js';
import type { AccountState } from '../state/account-state.js';
import { ulid } from '../state/id-source.js';
import type { ImportError, ImportJob, JobFate } from '../state/import-job.js';

const PROFILES_AT = '/data/attributes/profiles/data';

/** Plans a job's way from queued over processing to its end, on the emulator's clock. */
export const scheduleImportJob = (parts: EmulatorParts, account: AccountState, id: string): void => {
  const { clock, switches } = parts;
  const fate = account.jobs.get(id)?.fate;
  const half = (fate?.lastsMs ?? switches.jobDelayMs) / 2;
  clock.after(half, () => {
    const job = account.jobs.get(id);
    if (job?.status !== 'queued') return;
    account.jobs.put({ ...job, status: 'processing', started: clock.now() });
    if (fate?.endless !== true) clock.after(half, () => finish(parts, account, id));
  });
};

const finish = (parts: EmulatorParts, account: AccountState, id: string): void => {
  const job = account.jobs.get(id);
  if (job?.status !== 'processing') return;
  const now = parts.clock.now();
  if (job.fate?.cancelled === true) {
    account.jobs.put({ ...job, status: 'cancelled', completed: now, pending: [] });
    return;
  }
  account.jobs.put(taken(parts, account, job, now));
};

/** Takes in a job's profiles, one after the other; who fails harms nobody else. */
const taken = (parts: EmulatorParts, account: AccountState, job: ImportJob, now: number): ImportJob => {
  const errors: ImportError[] = [];
  const profileIds: string[] = [];
  for (const [index, payload] of job.pending.entries()) {
    const result =
      scripted(job.fate, index) ?? job.refused[index] ?? takeOne(parts, account, payload, index, now);
    if (typeof result === 'string') {
      profileIds.push(result);
      for (const list of job.lists) account.lists.join(list, result, now);
    } else {
      const { code, title, detail, pointer = `${PROFILES_AT}/${index}` } = result;
      errors.push({ id: ulid(now), code, title, detail, pointer, payload });
    }
  }
  return {
    ...job,
    status: 'complete',
    completed: now,
    completedCount: profileIds.length,
    failedCount: errors.length,
    pending: [],
    errors,
    profileIds,
  };
};

const takeOne = (
  parts: EmulatorParts,
  account: AccountState,
  payload: JsonObject,
  index: number,
  now: number,
): string | ApiProblem => {
  const at = `${PROFILES_AT}/${index}`;
  const input = profileInput(payload as unknown as ProfileBody);
  try {
    return writeProfile(account, input, parts.switches, now, at).profile.id;
  } catch (error) {
    if (error instanceof ApiError && error.problems[0] !== undefined) return error.problems[0];
    throw error;
  }
};

const scripted = (fate: JobFate | null, index: number): ApiProblem | undefined => {
  if (fate === null) return undefined;
  if (index >= (fate.failing ?? 0) && fate.indexes?.includes(index) !== true) return undefined;
  return {
    code: fate.code ?? 'error',
    title: 'Scripted fault.',
    detail: fate.detail ?? 'This profile fails, as scripted.',
    pointer: `${PROFILES_AT}/${index}`,
  };
};
