import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** One request to Klaviyo and how it ended. */
@Entity('klaviyo_attempt')
@Index('klaviyo_attempt_at', ['connectionId', 'at'])
@Index('klaviyo_attempt_operation', ['connectionId', 'operation', 'at'])
@Index('klaviyo_attempt_result', ['connectionId', 'result', 'at'])
export class AttemptEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string;

  @Column({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @Column({ type: 'bigint', transformer: number })
  at!: number;

  @Column({ type: 'varchar', length: 64 })
  operation!: string;

  @Column({ type: 'integer' })
  items!: number;

  @Column({ type: 'varchar', length: 64 })
  result!: string;

  @Column({ type: 'integer', nullable: true })
  status!: number | null;

  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;

  @Column({ type: 'integer' })
  ms!: number;
}
