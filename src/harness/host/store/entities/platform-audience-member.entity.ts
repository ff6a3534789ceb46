import { Entity, Index, PrimaryColumn } from 'typeorm';

/** That a member is in an audience. */
@Entity('host_platform_audience_member')
@Index('host_platform_audience_member_member', ['tenant', 'memberId'])
export class PlatformAudienceMemberRow {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ name: 'audience_id', type: 'text' })
  audienceId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'text' })
  memberId!: string;
}
