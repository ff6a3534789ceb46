import { Column, Entity, PrimaryColumn } from 'typeorm';
import { json } from './columns.js';
import type { Row } from './row.js';

/** A difference that a reconciliation has seen once: it counts after a second look. */
@Entity('klaviyo_sync_finding')
export class SyncFindingEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** `profile`, `points`, or `list`. */
  @PrimaryColumn({ type: 'varchar', length: 16 })
  about!: 'profile' | 'points' | 'list';

  /** Klaviyo's list, else empty. */
  @PrimaryColumn({ name: 'list_id', type: 'text' })
  listId!: string;

  /** The member's id; of a profile that is no member's, empty. */
  @PrimaryColumn({ name: 'member_id', type: 'varchar', length: 255 })
  memberId!: string;

  /** Klaviyo's profile, empty where none was found. */
  @PrimaryColumn({ name: 'profile_id', type: 'text' })
  profileId!: string;

  @Column({ type: 'varchar', length: 16 })
  kind!: 'missing' | 'different' | 'extra';

  /** Names of the fields that differ. */
  @Column({ type: 'text', transformer: json })
  fields!: readonly string[];
}

/** A finding as it was read. */
export type FindingRow = Omit<Row<SyncFindingEntity>, 'connectionId'>;
