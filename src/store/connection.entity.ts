import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, number } from './columns.js';

/**
 * `connected`: authorised, nothing flows. `pausing`, `leaving`, `revoking`: on the way to its rest or its end, nothing is
 * accepted any more; `klaviyo_leaving` says how far it is.
 */
export type ConnectionState =
  'draft' | 'connected' | 'active' | 'needs-reconnect' | 'pausing' | 'leaving' | 'revoking' | 'disconnected';

/** One installation's tie to one Klaviyo account, with its settings. Its id is the installation's. */
@Entity('klaviyo_connection')
@Index('klaviyo_connection_live_account', ['liveAccount'], { unique: true })
export class ConnectionEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id!: string;

  @Column({ type: 'varchar', length: 128 })
  tenant!: string;

  @Column({ type: 'varchar', length: 32 })
  state!: ConnectionState;

  @Column({ name: 'account_id', type: 'text', nullable: true })
  accountId!: string | null;

  @Column({ name: 'account_name', type: 'varchar', length: 255, nullable: true })
  accountName!: string | null;

  /** The account id while tokens are held, else null: unique, so that one account has one live connection. */
  @Column({ name: 'live_account', type: 'text', nullable: true })
  liveAccount!: string | null;

  @Column({ type: 'text', nullable: true, transformer: json })
  scopes!: readonly string[] | null;

  /** Access and refresh token, sealed by the host's vault. */
  @Column({ type: 'text', nullable: true })
  tokens!: string | null;

  @Column({ name: 'token_expires_at', type: 'bigint', nullable: true, transformer: number })
  tokenExpiresAt!: number | null;

  @Column({ name: 'refreshed_at', type: 'bigint', nullable: true, transformer: number })
  refreshedAt!: number | null;

  /** JSON of the settings in force, null before the first save. */
  @Column({ type: 'text', nullable: true })
  settings!: string | null;

  @Column({ name: 'settings_revision', type: 'integer', default: 0 })
  settingsRevision!: number;

  @Column({ name: 'reason_code', type: 'varchar', length: 64, nullable: true })
  reasonCode!: string | null;

  /** When it was first active: events before then are history. */
  @Column({ name: 'live_from', type: 'bigint', nullable: true, transformer: number })
  liveFrom!: number | null;

  @Column({ name: 'created_at', type: 'bigint', transformer: number })
  createdAt!: number;

  @Column({ name: 'updated_at', type: 'bigint', transformer: number })
  updatedAt!: number;
}
