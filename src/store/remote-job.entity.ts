import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, number } from './columns.js';
import type { Row } from './row.js';

/**
 * - `submitting`: stored, not answered yet. Found so after a crash, it may or may not have arrived.
 * - `lost`: no answer came, it may have arrived.
 * - `running`: Klaviyo has given it an id.
 */
export type RemoteJobState = 'submitting' | 'lost' | 'running';

/**
 * A bulk import on its way. Stored before it is submitted, deleted when its end has been settled. Its members stand
 * beside it: this row changes with each look at the job.
 */
@Entity('klaviyo_remote_job')
@Index('klaviyo_remote_job_connection', ['connectionId'])
export class RemoteJobEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string;

  @Column({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** Klaviyo's id of the job. */
  @Column({ name: 'remote_id', type: 'text', nullable: true })
  remoteId!: string | null;

  @Column({ type: 'varchar', length: 16 })
  state!: RemoteJobState;

  @Column({ name: 'submitted_at', type: 'bigint', transformer: number })
  submittedAt!: number;

  @Column({ name: 'poll_at', type: 'bigint', transformer: number })
  pollAt!: number;

  @Column({ type: 'integer', default: 0 })
  polls!: number;

  @Column({ type: 'integer' })
  total!: number;

  /** Lists that the job puts all its members on. */
  @Column({ name: 'list_ids', type: 'text', nullable: true, transformer: json })
  listIds!: readonly string[] | null;

  /** Klaviyo's id of the request that submitted it. */
  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;
}

/** A job as it was read. */
export type JobRow = Row<RemoteJobEntity>;
