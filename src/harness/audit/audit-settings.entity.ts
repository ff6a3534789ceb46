import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The settings of one installation. */
@Entity('audit_settings')
export class AuditSettingsRow {
  @PrimaryColumn({ type: 'text' })
  installation!: string;

  /** JSON. */
  @Column({ type: 'text' })
  settings!: string;

  @Column({ type: 'integer' })
  revision!: number;

  @Column({ type: 'boolean' })
  active!: boolean;
}
