import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochTransformer } from '../epoch-transformer.js';

/** A part of what an extension has handed back before an end. */
@Entity('host_export')
export class ExportRow {
  @PrimaryColumn({ type: 'text' })
  tenant!: string;

  @PrimaryColumn({ type: 'text' })
  installation!: string;

  @PrimaryColumn({ name: 'run_id', type: 'text' })
  runId!: string;

  @PrimaryColumn({ type: 'bigint', transformer: epochTransformer })
  part!: number;

  @Column({ type: 'bigint', transformer: epochTransformer })
  at!: number;

  @Column({ name: 'item_count', type: 'bigint', transformer: epochTransformer })
  itemCount!: number;

  /** NDJSON. */
  @Column({ type: 'text' })
  items!: string;
}
