import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Problem } from '../contract/index.js';
import { json, number } from './columns.js';
import type { Row } from './row.js';

/** Something that the host has to know of a connection; a row stands until it is true no longer, or is told and over. */
@Entity('klaviyo_notice')
export class NoticeEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** The problem's key; `deactivate` has one of its own. */
  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'varchar', length: 128 })
  tenant!: string;

  @Column({ type: 'varchar', length: 16 })
  kind!: 'raise' | 'clear' | 'deactivate';

  /** The problem, or why it is switched off; null of what is cleared. */
  @Column({ type: 'text', nullable: true, transformer: json })
  body!: Problem | null;

  /** Rises with each change: what was told of an older one is not told of this one. */
  @Column({ type: 'bigint', transformer: number })
  version!: number;

  /** When the host has taken it; null while it does not know. */
  @Column({ name: 'told_at', type: 'bigint', nullable: true, transformer: number })
  toldAt!: number | null;
}

/** A notice as it was read. */
export type NoticeRow = Row<NoticeEntity>;
