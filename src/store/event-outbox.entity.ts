import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, number } from './columns.js';

/** What the first attempt decided; every resend uses it, since Klaviyo's key is (profile, metric, unique_id). */
export interface FrozenTarget {
  readonly metric: string;
  readonly profile: {
    readonly id?: string;
    readonly attributes: Readonly<Record<string, string>>;
  };
  /** Places within the event that Klaviyo refused, as `value` or `properties/Store`: sent without them. */
  readonly without?: readonly string[];
}

/** An accepted event on its way. Deleted when it is done. */
@Entity('klaviyo_event_outbox')
@Index('klaviyo_event_outbox_due', ['connectionId', 'priority', 'notBefore', 'seq'])
export class EventOutboxEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'event_id', type: 'varchar', length: 255 })
  eventId!: string;

  /** Rises in the order of acceptance: epoch microseconds, made unique by counting on. */
  @Column({ type: 'bigint', transformer: number })
  seq!: number;

  @Column({ type: 'varchar', length: 255 })
  subject!: string;

  /** JSON of the event, exactly as it was accepted. */
  @Column({ type: 'text' })
  body!: string;

  /** UTF-8 bytes of the body: batches are cut by size before bodies are read. */
  @Column({ type: 'integer', default: 0 })
  bytes!: number;

  /** 0 for live work, 1 for backfill, which goes after it. */
  @Column({ type: 'integer', default: 0 })
  priority!: number;

  @Column({ name: 'accepted_at', type: 'bigint', transformer: number })
  acceptedAt!: number;

  /** Not sent before; 0 when it never had to wait. */
  @Column({ name: 'not_before', type: 'bigint', transformer: number, default: 0 })
  notBefore!: number;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ type: 'text', nullable: true, transformer: json })
  frozen!: FrozenTarget | null;

  @Column({ name: 'last_code', type: 'varchar', length: 64, nullable: true })
  lastCode!: string | null;
}
