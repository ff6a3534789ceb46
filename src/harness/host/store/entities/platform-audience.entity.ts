import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An audience without its members. */
@Entity('host_platform_audience')
export class PlatformAudienceRow {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  json!: string;
}
