import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { json, number } from './columns.js';
import type { Row } from './row.js';

/** Which Klaviyo profile a member is, which identifiers it claimed first, and what Klaviyo last accepted of it. */
@Entity('klaviyo_profile_link')
@Index('klaviyo_profile_link_profile', ['connectionId', 'profileId'], {
  unique: true,
  where: 'profile_id IS NOT NULL',
})
@Index('klaviyo_profile_link_email', ['connectionId', 'emailHash'], {
  unique: true,
  where: 'email_hash IS NOT NULL',
})
@Index('klaviyo_profile_link_phone', ['connectionId', 'phoneHash'], {
  unique: true,
  where: 'phone_hash IS NOT NULL',
})
export class ProfileLinkEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'varchar', length: 255 })
  memberId!: string;

  @Column({ name: 'profile_id', type: 'text', nullable: true })
  profileId!: string | null;

  /** Keyed hash of the claimed e-mail address. */
  @Column({ name: 'email_hash', type: 'varchar', length: 64, nullable: true })
  emailHash!: string | null;

  /** Keyed hash of the claimed phone number. */
  @Column({ name: 'phone_hash', type: 'varchar', length: 64, nullable: true })
  phoneHash!: string | null;

  /** Hash of the profile attributes that Klaviyo last accepted, `Updated At` left out. */
  @Column({ name: 'accepted_profile', type: 'varchar', length: 64, nullable: true })
  acceptedProfile!: string | null;

  /** Hash of the points properties that Klaviyo last accepted. */
  @Column({ name: 'accepted_points', type: 'varchar', length: 64, nullable: true })
  acceptedPoints!: string | null;

  /**
   * Which properties were sent, in the short form of `packKeys`: what is no longer wanted is taken out. While a write may
   * still land, those that it carries too. Null where nothing is known of it.
   */
  @Column({ name: 'sent_keys', type: 'text', nullable: true })
  sentKeys!: string | null;

  /**
   * Until then a write of profile or points may still land: set before each write to the latest time at which it can,
   * cleared by its answer. Found set after a crash, it tells which members are in doubt. 0 for no doubt.
   */
  @Column({ name: 'doubt_until', type: 'bigint', transformer: number, default: 0 })
  doubtUntil!: number;

  /** When the last single write of profile or points was begun: an import job submitted earlier is not believed. */
  @Column({ name: 'write_begun_at', type: 'bigint', transformer: number, default: 0 })
  writeBegunAt!: number;

  /**
   * Since when the profile is to be found by the member's id before anything is written: its identifiers have changed
   * while its id was not known. 0 for no need; −1 when it was looked for long enough and is not there.
   */
  @Column({ name: 'find_from', type: 'bigint', transformer: number, default: 0 })
  findFrom!: number;

  /** Since when the profile may carry an identifier that the member has left (epoch ms); 0 for none. */
  @Column({ name: 'leaving_since', type: 'bigint', transformer: number, default: 0 })
  leavingSince!: number;

  /** Attributes that Klaviyo refused, by their place, each with a keyed hash of the refused value. */
  @Column({ type: 'text', nullable: true, transformer: json })
  refused!: Readonly<Record<string, string>> | null;

  /** When Klaviyo last accepted profile or points, and its id of the request that carried them. */
  @Column({ name: 'accepted_at', type: 'bigint', nullable: true, transformer: number })
  acceptedAt!: number | null;

  @Column({ name: 'request_id', type: 'text', nullable: true })
  requestId!: string | null;

  @Column({ name: 'updated_at', type: 'bigint', transformer: number })
  updatedAt!: number;
}

/** A link as it was read. */
export type LinkRow = Omit<Row<ProfileLinkEntity>, 'connectionId' | 'updatedAt'>;
