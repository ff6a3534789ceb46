import { Column, Entity, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** An OAuth attempt under way, found by the hash of its state. It stays, used, until it would have expired. */
@Entity('klaviyo_authorization')
export class AuthorizationEntity {
  @PrimaryColumn({ name: 'state_hash', type: 'varchar', length: 64 })
  stateHash!: string;

  @Column({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @Column({ type: 'varchar', length: 128 })
  tenant!: string;

  @Column({ name: 'browser_hash', type: 'varchar', length: 64 })
  browserHash!: string;

  /** The PKCE verifier, sealed. */
  @Column({ type: 'text' })
  verifier!: string;

  @Column({ name: 'expires_at', type: 'bigint', transformer: number })
  expiresAt!: number;

  @Column({ name: 'used_at', type: 'bigint', nullable: true, transformer: number })
  usedAt!: number | null;
}
