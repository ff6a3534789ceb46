import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';
import type { Row } from './row.js';

/** What became of a closed account in Klaviyo. */
export type ClosedOutcome = 'left' | 'cleared' | 'erased' | 'absent';

/**
 * A member whose account is closed: written with the event that says so, asked by every way of sending, and kept for as
 * long as the connection is. It carries on what is to be done in Klaviyo, and then the evidence that it was done.
 */
@Entity('klaviyo_tombstone')
@Index('klaviyo_tombstone_due', ['connectionId', 'notBefore'], { where: 'done_at IS NULL' })
export class TombstoneEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** The member's id once `resolved`; before that, as the event named the member. */
  @PrimaryColumn({ type: 'varchar', length: 255 })
  reference!: string;

  /** 1 once the lane knows whom the event named. */
  @Column({ type: 'integer', default: 0 })
  resolved!: number;

  /** When the account was closed (epoch ms): a member who registered later is another. */
  @Column({ name: 'closed_at', type: 'bigint', transformer: number })
  closedAt!: number;

  /** When the next step in Klaviyo is due (epoch ms). */
  @Column({ name: 'not_before', type: 'bigint', transformer: number })
  notBefore!: number;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** Why the last attempt came to nothing. */
  @Column({ name: 'last_code', type: 'varchar', length: 64, nullable: true })
  lastCode!: string | null;

  /** When it was off every list that it was put on (epoch ms). */
  @Column({ name: 'taken_off_at', type: 'bigint', nullable: true, transformer: number })
  takenOffAt!: number | null;

  @Column({ type: 'varchar', length: 16, nullable: true })
  outcome!: ClosedOutcome | null;

  /** When all was done (epoch ms). */
  @Column({ name: 'done_at', type: 'bigint', nullable: true, transformer: number })
  doneAt!: number | null;

  /** Klaviyo's id of the request that cleared or erased the profile. */
  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;

  /** Keyed hashes of what the member was known by. */
  @Column({ name: 'email_hash', type: 'varchar', length: 64, nullable: true })
  emailHash!: string | null;

  @Column({ name: 'phone_hash', type: 'varchar', length: 64, nullable: true })
  phoneHash!: string | null;
}

/** A tombstone as it was read. */
export type TombstoneRow = Omit<Row<TombstoneEntity>, 'connectionId'>;
