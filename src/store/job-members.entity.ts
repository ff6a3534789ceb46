import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json } from './columns.js';

/** A member of an import job: what was sent of it, and from which versions of its marks. */
export interface JobMember {
  readonly memberId: string;
  /** Hashes that hold when the job has taken the member; null where that part was not sent. */
  readonly profileHash: string | null;
  readonly pointsHash: string | null;
  /** Versions of the marks that the values were read for; null where no mark stood. */
  readonly profileVersion: number | null;
  readonly pointsVersion: number | null;
  /** By list that the job puts the member on: the version of its mark. */
  readonly listVersions?: Readonly<Record<string, number>>;
}

/** The members of a bulk import, a megabyte or two: written once, and read when its end is settled. */
@Entity('klaviyo_job_members')
@Index('klaviyo_job_members_connection', ['connectionId'])
export class JobMembersEntity {
  @PrimaryColumn({ name: 'job_id', type: 'varchar', length: 36 })
  jobId!: string;

  @Column({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** In the order in which they stand in the request: an error's pointer counts so. */
  @Column({ type: 'text', transformer: json })
  members!: readonly JobMember[];
}
