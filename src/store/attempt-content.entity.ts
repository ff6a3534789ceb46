import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** What a request said and what was answered, nothing personal in clear. Beside the attempt, so that a list of attempts stays light. */
@Entity('klaviyo_attempt_content')
@Index('klaviyo_attempt_content_at', ['connectionId', 'at'])
export class AttemptContentEntity {
  @PrimaryColumn({ name: 'attempt_id', type: 'varchar', length: 36 })
  attemptId!: string;

  @Column({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @Column({ type: 'bigint', transformer: number })
  at!: number;

  /** JSON, bounded. */
  @Column({ type: 'text' })
  content!: string;
}
