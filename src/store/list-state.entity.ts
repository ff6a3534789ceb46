import { Column, Entity, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** A mapped Klaviyo list: whether it was read before it was filled, and why it rests. */
@Entity('klaviyo_list_state')
export class ListStateEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'list_id', type: 'varchar', length: 64 })
  listId!: string;

  /** When who was on it has been recorded. */
  @Column({ name: 'read_at', type: 'bigint', nullable: true, transformer: number })
  readAt!: number | null;

  @Column({ name: 'paused_reason', type: 'varchar', length: 64, nullable: true })
  pausedReason!: string | null;
}
