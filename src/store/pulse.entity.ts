import { Column, Entity, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** `delivered`: events, by how long they took. `failed`: dead letters. `waiting`: the most that was seen waiting. */
export type PulseKind = 'delivered' | 'failed' | 'waiting';

/** What happened within a minute, counted. A few rows a minute whatever the load. */
@Entity('klaviyo_pulse')
export class PulseEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** Epoch milliseconds at which the minute begins. */
  @PrimaryColumn({ type: 'bigint', transformer: number })
  minute!: number;

  @PrimaryColumn({ type: 'varchar', length: 16 })
  kind!: PulseKind;

  /** Of `delivered` the class of latency; else 0. */
  @PrimaryColumn({ type: 'integer' })
  bucket!: number;

  @Column({ type: 'integer' })
  count!: number;
}
