import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** The ledger of delivered event ids: a resend by the platform within 48 hours is a duplicate. */
@Entity('klaviyo_delivered')
@Index('klaviyo_delivered_at', ['connectionId', 'at'])
export class DeliveredEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'event_id', type: 'varchar', length: 255 })
  eventId!: string;

  @Column({ type: 'bigint', transformer: number })
  at!: number;
}
