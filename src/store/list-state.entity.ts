import { Column, Entity, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** A mapped Klaviyo list: whether it was read before it was filled, and why it rests. */
@Entity('klaviyo_list_state')
export class ListStateEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'list_id', type: 'text' })
  listId!: string;

  /** When who was on it has been recorded. */
  @Column({ name: 'read_at', type: 'bigint', nullable: true, transformer: number })
  readAt!: number | null;

  @Column({ name: 'paused_reason', type: 'varchar', length: 64, nullable: true })
  pausedReason!: string | null;

  /** The list's name as it was last seen: by another one a person is told. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  name!: string | null;

  /** Since when it is no longer mapped and whom we have added is taken off it; null where they stay. */
  @Column({ name: 'clear_from', type: 'bigint', nullable: true, transformer: number })
  clearFrom!: number | null;

  /** When this extension has made it; null where somebody else has. */
  @Column({ name: 'made_at', type: 'bigint', nullable: true, transformer: number })
  madeAt!: number | null;
}
