import { Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** That a request was about a member. Of a bulk request only the first members are noted. */
@Entity('klaviyo_attempt_member')
@Index('klaviyo_attempt_member_at', ['connectionId', 'at'])
export class AttemptMemberEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'varchar', length: 255 })
  memberId!: string;

  @PrimaryColumn({ type: 'bigint', transformer: number })
  at!: number;

  @PrimaryColumn({ name: 'attempt_id', type: 'varchar', length: 36 })
  attemptId!: string;
}
