import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member's balance as the platform gave it. */
@Entity('host_platform_wallet')
export class PlatformWalletRow {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ name: 'member_id', type: 'text' })
  memberId!: string;

  @Column({ type: 'text' })
  json!: string;
}
