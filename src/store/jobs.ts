import type { EntityManager } from 'typeorm';
import { type JobMember, JobMembersEntity } from './job-members.entity.js';
import { type JobRow, RemoteJobEntity } from './remote-job.entity.js';

/** Stores a job with its members. */
export async function insertJob(
  manager: EntityManager,
  job: JobRow,
  members: readonly JobMember[],
): Promise<void> {
  const { id, connectionId } = job;
  await manager.getRepository(RemoteJobEntity).insert(job);
  await manager.getRepository(JobMembersEntity).insert({ jobId: id, connectionId, members });
}

/** The members of a job, in the order of its request. */
export async function readJobMembers(
  manager: EntityManager,
  { id }: Pick<JobRow, 'id'>,
): Promise<readonly JobMember[]> {
  const row = await manager.getRepository(JobMembersEntity).findOneBy({ jobId: id });
  return row?.members ?? [];
}

/** Deletes a job with its members: its end is settled. */
export async function deleteJob(manager: EntityManager, { id }: Pick<JobRow, 'id'>): Promise<void> {
  await manager.getRepository(RemoteJobEntity).delete({ id });
  await manager.getRepository(JobMembersEntity).delete({ jobId: id });
}
