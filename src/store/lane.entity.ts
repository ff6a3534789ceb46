import { Column, Entity, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** All work of one connection. `epoch` is the fence: it rises with each claim. */
@Entity('klaviyo_lane')
export class LaneEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @Column({ type: 'bigint', transformer: number })
  epoch!: number;

  /** Set by a claim, cleared by an orderly release: found set, the owner before has died with work in flight. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  owner!: string | null;

  /** Until then writes of a dead owner may still land: no hash is believed, no mark is settled. */
  @Column({ name: 'doubt_until', type: 'bigint', transformer: number, default: 0 })
  doubtUntil!: number;

  /** The whole lane rests until then (breaker, back-off). */
  @Column({ name: 'not_before', type: 'bigint', transformer: number, default: 0 })
  notBefore!: number;

  @Column({ name: 'paused_reason', type: 'varchar', length: 64, nullable: true })
  pausedReason!: string | null;
}
