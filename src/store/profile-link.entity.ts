import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** Which Klaviyo profile a member is, which identifiers it claimed first, and what Klaviyo last accepted of it. */
@Entity('klaviyo_profile_link')
@Index('klaviyo_profile_link_profile', ['connectionId', 'profileId'], { unique: true })
@Index('klaviyo_profile_link_email', ['connectionId', 'emailHash'], { unique: true })
@Index('klaviyo_profile_link_phone', ['connectionId', 'phoneHash'], { unique: true })
export class ProfileLinkEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'varchar', length: 255 })
  memberId!: string;

  @Column({ name: 'profile_id', type: 'varchar', length: 64, nullable: true })
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

  @Column({ name: 'updated_at', type: 'bigint', transformer: number })
  updatedAt!: number;
}
