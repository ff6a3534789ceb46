import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';
import type { Row } from './row.js';

/** A consent that nobody wants: the tokens that are to be revoked, until Klaviyo has confirmed it. */
@Entity('klaviyo_revocation')
@Index('klaviyo_revocation_connection', ['connectionId'])
export class RevocationEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string;

  @Column({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @Column({ type: 'varchar', length: 128 })
  tenant!: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId!: string;

  /** Sealed by the host's vault. */
  @Column({ type: 'text' })
  tokens!: string;

  @Column({ name: 'not_before', type: 'bigint', transformer: number, default: 0 })
  notBefore!: number;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;
}

/** A revocation as it was read. */
export type RevocationRow = Row<RevocationEntity>;
