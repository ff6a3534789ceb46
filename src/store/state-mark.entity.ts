import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';
import type { Row } from './row.js';

/** Which part of a member's state may have changed. */
export type Facet = 'profile' | 'points' | 'list';

/**
 * "This state may have changed": it names no value, the value is read when it is sent. `version` rises with each
 * change and never comes again; a mark goes only if its version has not moved since the value was read.
 */
@Entity('klaviyo_state_mark')
@Index('klaviyo_state_mark_due', ['connectionId', 'priority', 'notBefore', 'memberId'])
export class StateMarkEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ type: 'varchar', length: 16 })
  facet!: Facet;

  @PrimaryColumn({ name: 'member_id', type: 'varchar', length: 255 })
  memberId!: string;

  /** Klaviyo's list for the facet `list`, else empty. */
  @PrimaryColumn({ name: 'list_id', type: 'text' })
  listId!: string;

  @Column({ type: 'bigint', transformer: number })
  version!: number;

  @Column({ name: 'marked_at', type: 'bigint', transformer: number })
  markedAt!: number;

  @Column({ name: 'not_before', type: 'bigint', transformer: number, default: 0 })
  notBefore!: number;

  /** The last of the later looks that an event has asked for; 0 for none. */
  @Column({ name: 'look_until', type: 'bigint', transformer: number, default: 0 })
  lookUntil!: number;

  /**
   * Of the facet `list`: until then an older write may still land, so the mark is settled only by one begun later. 0 for
   * no doubt. Profile and points have theirs on the profile link.
   */
  @Column({ name: 'doubt_until', type: 'bigint', transformer: number, default: 0 })
  doubtUntil!: number;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** 0 for live work, 1 for backfill, which goes after it. */
  @Column({ type: 'integer', default: 0 })
  priority!: number;
}

/** A mark as it was read. */
export type MarkRow = Row<StateMarkEntity>;
