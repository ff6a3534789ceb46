import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json } from './columns.js';

/** A member of an import job: what was sent of it, and from which versions of its marks. */
export interface JobMember {
  readonly memberId: string;
  /** Hashes that hold when the job has taken the member; null where that part was not sent. */
  readonly profileHash: string | null;
  readonly pointsHash: string | null;
  /** Keys of the profile that are known when the job has taken the member; in jobs of an earlier version missing. */
  readonly sentKeys?: string | null;
  /** Versions of the marks that the values were read for; null where no mark stood. */
  readonly profileVersion: number | null;
  readonly pointsVersion: number | null;
  /** By list that the job puts the member on: the version of its mark. */
  readonly listVersions?: Readonly<Record<string, number>>;
}

/**
 * Some of the members of a bulk import, as many as are settled by one transaction: all of them are a megabyte or two.
 * Written once, and read when the job has ended.
 */
@Entity('klaviyo_job_part')
@Index('klaviyo_job_part_connection', ['connectionId'])
export class JobPartEntity {
  @PrimaryColumn({ name: 'job_id', type: 'varchar', length: 36 })
  jobId!: string;

  /** From 0, in the order in which they stand in the request. */
  @PrimaryColumn({ type: 'integer' })
  part!: number;

  @Column({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** In the order in which they stand in the request: an error's pointer counts so. */
  @Column({ type: 'text', transformer: json })
  members!: readonly JobMember[];
}
