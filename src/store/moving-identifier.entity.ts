import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Row } from './row.js';

/**
 * An identifier that changes hands: `left` by a member whose profile may carry it still, or `wanted` by one while another
 * member has it. It is given on when Klaviyo's profile has let it go.
 */
@Entity('klaviyo_moving_identifier')
@Index('klaviyo_moving_identifier_member', ['connectionId', 'memberId'])
export class MovingIdentifierEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** Keyed hash of the e-mail address or phone number. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  hash!: string;

  @PrimaryColumn({ type: 'varchar', length: 8 })
  role!: 'left' | 'wanted';

  @PrimaryColumn({ name: 'member_id', type: 'varchar', length: 255 })
  memberId!: string;

  @Column({ type: 'varchar', length: 8 })
  kind!: IdentifierKind;
}

/** Klaviyo's attribute is `email` or `phone_number`. */
export type IdentifierKind = 'email' | 'phone';

/** A moving identifier as it was read. */
export type MovingIdentifierRow = Omit<Row<MovingIdentifierEntity>, 'connectionId'>;
