import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '../contract/index.js';
import { json, number } from './columns.js';

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

  @Column({ type: 'text', transformer: json })
  body!: JsonObject;

  @Column({ type: 'bigint', transformer: number })
  at!: number;

  @Column({ type: 'integer' })
  attempts!: number;
}
