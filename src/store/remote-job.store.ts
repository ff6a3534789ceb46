import type { EntityManager } from 'typeorm';
import { type JobMember, JobPartEntity } from './job-part.entity.js';
import { type JobRow, RemoteJobEntity } from './remote-job.entity.js';

/** Members of a part: whatever is asked for a live event waits behind the transaction that settles one. */
const PART = 250;

/** Stores a job with its members. */
export async function insertJob(
  manager: EntityManager,
  job: JobRow,
  members: readonly JobMember[],
): Promise<void> {
  const { id, connectionId } = job;
  await manager.getRepository(RemoteJobEntity).insert(job);
  const parts = manager.getRepository(JobPartEntity);
  for (let part = 0; part * PART < members.length; part += 1) {
    const some = members.slice(part * PART, (part + 1) * PART);
    await parts.insert({ jobId: id, part, connectionId, members: some });
  }
}

/** The members of a job, in the order of its request, some at a time: all of ten thousand are never in memory. */
export async function* readJobParts(
  manager: EntityManager,
  { id }: Pick<JobRow, 'id'>,
): AsyncGenerator<readonly JobMember[]> {
  const parts = manager.getRepository(JobPartEntity);
  for (let part = 0; ; part += 1) {
    const row = await parts.findOneBy({ jobId: id, part });
    if (row === null) return;
    yield row.members;
  }
}

/** The ids of a job's members, in the order of its request. */
export async function readJobMemberIds(manager: EntityManager, job: Pick<JobRow, 'id'>): Promise<string[]> {
  const ids: string[] = [];
  for await (const members of readJobParts(manager, job)) {
    for (const { memberId } of members) ids.push(memberId);
  }
  return ids;
}

/** Whether a member is in a job of the connection that has not been settled yet. */
export async function isInJob(
  manager: EntityManager,
  connectionId: string,
  memberId: string,
): Promise<boolean> {
  // The database looks through the texts; its LIKE may find one that differs by case.
  const text = `"memberId":${JSON.stringify(memberId)}`.replace(/[\\%_]/g, '\\$&');
  const parts = await manager
    .getRepository(JobPartEntity)
    .createQueryBuilder('p')
    .where('p.connectionId = :connectionId', { connectionId })
    .andWhere(`p.members LIKE :text ESCAPE '\\'`, { text: `%${text}%` })
    .getMany();
  return parts.some(({ members }) => members.some((member) => member.memberId === memberId));
}

/** The jobs of a connection that are not settled. */
export function readJobs(manager: EntityManager, connectionId: string): Promise<JobRow[]> {
  return manager.getRepository(RemoteJobEntity).findBy({ connectionId });
}

/** When the next job of a connection is to be looked at (epoch ms); null without one. */
export function nextPollAt(manager: EntityManager, connectionId: string): Promise<number | null> {
  return manager.getRepository(RemoteJobEntity).minimum('pollAt', { connectionId });
}

/** Stores how far a job is. */
export async function updateJob(
  manager: EntityManager,
  { id }: Pick<JobRow, 'id'>,
  change: Partial<Omit<JobRow, 'id' | 'connectionId'>>,
): Promise<void> {
  await manager.getRepository(RemoteJobEntity).update({ id }, change);
}

/** Deletes a job with its members: its end is settled. */
export async function deleteJob(manager: EntityManager, { id }: Pick<JobRow, 'id'>): Promise<void> {
  await manager.getRepository(RemoteJobEntity).delete({ id });
  await manager.getRepository(JobPartEntity).delete({ jobId: id });
}
