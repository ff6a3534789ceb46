import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A member as the platform gave it, with what it is looked up by. */
@Entity('host_platform_member')
@Index('host_platform_member_account', ['tenant', 'accountNumber'])
@Index('host_platform_member_auth', ['tenant', 'authIdentifier'])
export class PlatformMemberRow {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'account_number', type: 'text', nullable: true })
  accountNumber!: string | null;

  @Column({ name: 'auth_identifier', type: 'text', nullable: true })
  authIdentifier!: string | null;

  @Column({ type: 'text' })
  json!: string;
}
