import type { EmulatorParts } from '../emulator-parts.js';
import { scheduleMerge } from '../profiles/merge-profiles.js';
import { scheduleImportJob } from './run-import-job.js';

/** Goes on with the import jobs and the merges that an earlier run of the emulator left unfinished. */
export const resumeJobs = (parts: EmulatorParts): void => {
  for (const account of parts.accounts.all()) {
    for (const { id } of account.merges.all()) scheduleMerge(parts, account, id);
    for (const job of account.jobs.all()) {
      if (job.status !== 'queued' && job.status !== 'processing') continue;
      account.jobs.put({ ...job, status: 'queued' });
      scheduleImportJob(parts, account, job.id);
    }
  }
};
