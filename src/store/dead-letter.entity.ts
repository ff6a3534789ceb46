import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** Work that was given up on, whole, so that it can be replayed. */
@Entity('klaviyo_dead_letter')
@Index('klaviyo_dead_letter_at', ['connectionId', 'at'])
@Index('klaviyo_dead_letter_cause', ['connectionId', 'cause', 'at'])
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

  /** What all letters of one cause share, as one text: kind, code, place and what it is about. */
  @Column({ type: 'varchar', length: 255, default: '' })
  cause!: string;

  /** The event's type, or the state's facet. */
  @Column({ type: 'varchar', length: 64, default: '' })
  about!: string;

  /** Where in the request Klaviyo found the fault, without list positions; empty where it named none. */
  @Column({ type: 'varchar', length: 255, default: '' })
  place!: string;

  /** The member's id, or the event's subject. */
  @Column({ name: 'member_id', type: 'varchar', length: 255, default: '' })
  memberId!: string;

  /** JSON of what was given up: an event as it was accepted, or a mark's key. */
  @Column({ type: 'text' })
  body!: string;

  @Column({ type: 'bigint', transformer: number })
  at!: number;

  @Column({ type: 'integer' })
  attempts!: number;
}
