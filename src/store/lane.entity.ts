import { Column, Entity, PrimaryColumn } from 'typeorm';
import { json, number } from './columns.js';

/** So many requests that may have been spent until then (epoch ms). */
export type SpentSlice = readonly [until: number, count: number];

/** What a lane's owner has put aside to spend, by operation: the next owner counts it as spent. */
export interface StoredBudget {
  readonly spent: Readonly<Record<string, readonly SpentSlice[]>>;
  /** Operations that Klaviyo has told to wait, until when (epoch ms). */
  readonly blocked: Readonly<Record<string, number>>;
  /** How long each of them was to wait when it was told (ms): the most that `blocked` can mean, however clocks are set. */
  readonly blockedFor?: Readonly<Record<string, number>>;
}

/** All work of one connection. `epoch` is the fence: it rises with each claim. */
@Entity('klaviyo_lane')
export class LaneEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @Column({ type: 'bigint', transformer: number })
  epoch!: number;

  /** The whole lane rests until then: Klaviyo is unwell. */
  @Column({ name: 'not_before', type: 'bigint', transformer: number, default: 0 })
  notBefore!: number;

  @Column({ name: 'paused_reason', type: 'varchar', length: 64, nullable: true })
  pausedReason!: string | null;

  @Column({ type: 'text', nullable: true, transformer: json })
  budget!: StoredBudget | null;
}
