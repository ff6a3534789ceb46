import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochTransformer } from '../epoch-transformer.js';

/** An event that was reported, as history. */
@Entity('host_platform_event')
@Index('host_platform_event_at', ['tenant', 'at', 'id'])
export class PlatformEventRow {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** The event's time, epoch milliseconds. */
  @Column({ type: 'bigint', transformer: epochTransformer })
  at!: number;

  @Column({ type: 'text' })
  json!: string;
}
