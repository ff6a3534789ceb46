import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** Work that was given up on, whole, so that it can be replayed. */
@Entity('klaviyo_dead_letter')
@Index('klaviyo_dead_letter_at', ['connectionId', 'at'])
export class DeadLetterEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ type: 'varchar', length: 16 })
  kind!: 'event' | 'state';

  /** The event's id; for a state `<facet>:<member>:<list>`. */
  @PrimaryColumn({ type: 'varchar', length: 600 })
  reference!: string;

  @Column({ type: 'varchar', length: 64 })
  code!: string;

  @Column({ type: 'text' })
  message!: string;

  /** JSON of what was given up: an event as it was accepted, or a mark's key. */
  @Column({ type: 'text' })
  body!: string;

  @Column({ type: 'bigint', transformer: number })
  at!: number;

  @Column({ type: 'integer' })
  attempts!: number;
}
