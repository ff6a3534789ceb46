import type { EntityManager } from 'typeorm';
import { deleteJob, insertJob, updateJob } from '../../store/index.js';
import type { JobChange } from './verdict.js';

/** Stores a job before it is handed in, what became of it, or that its end is settled. */
export async function writeJobChange(manager: EntityManager, job: JobChange): Promise<void> {
  if (job.kind === 'begun') await insertJob(manager, job.job, job.members);
  else if (job.kind === 'ended') await deleteJob(manager, job.job);
  else await updateJob(manager, job, job.change);
}
