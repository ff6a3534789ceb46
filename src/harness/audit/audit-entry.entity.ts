import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That something was handed over. Explicit column types: nothing may depend on emitted decorator metadata. */
@Entity('audit_entry')
export class AuditEntryRow {
  @PrimaryColumn({ type: 'text' })
  installation!: string;

  /** The item's id; with the installation it makes a repeated item recognisable. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  kind!: 'event';

  /** The event's type. */
  @Column({ type: 'text' })
  type!: string;

  /** Epoch milliseconds; PostgreSQL gives a bigint as text. */
  @Column({
    type: 'bigint',
    transformer: { to: (at: number) => at, from: (at: string | number) => Number(at) },
  })
  at!: number;
}

/** One row, however it was made. */
export type AuditEntry = Pick<AuditEntryRow, 'installation' | 'id' | 'kind' | 'type' | 'at'>;
