import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochTransformer } from '../epoch-transformer.js';

/** One extension for one tenant, from draft to purge. */
@Entity('host_installation')
@Index('host_installation_tenant', ['tenant'])
export class InstallationRow {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  tenant!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'boolean' })
  active!: boolean;

  @Column({ name: 'reason_code', type: 'text', nullable: true })
  reasonCode!: string | null;

  @Column({ name: 'reason_message', type: 'text', nullable: true })
  reasonMessage!: string | null;

  /** JSON of the end that goes on; null where none does. */
  @Column({ type: 'text', nullable: true })
  ending!: string | null;

  @Column({ name: 'created_at', type: 'bigint', transformer: epochTransformer })
  createdAt!: number;
}
