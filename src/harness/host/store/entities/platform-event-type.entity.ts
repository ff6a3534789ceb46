import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the platform knows of an event type. */
@Entity('host_platform_event_type')
export class PlatformEventTypeRow {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ type: 'text' })
  type!: string;

  @Column({ type: 'text' })
  json!: string;
}
