import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Drift, SyncRequest, SyncState } from '../contract/index.js';
import { json, number } from './columns.js';
import type { Row } from './row.js';

/** `refresh` is a run that nobody starts: an audience that was computed anew, taken as one change. */
export type RunKind = 'load' | 'reconcile' | 'refresh';

/** How far a run has come. Whoever owns the lane goes on from here. */
export interface RunCursor {
  /** Number of the audience or list that is gone through, in the run's own order. */
  readonly at?: number;
  /** What of it. */
  readonly stage?: string;
  /** The list that is cleared. */
  readonly listId?: string;
  /** Number of the audience among those that are mapped to the list. */
  readonly audience?: number;
  /** Key of the last page that was taken. */
  readonly after?: string;
  /** Of what is being counted: how many, and of how many. */
  readonly count?: number;
  readonly of?: number;
  /** Removals wait for a person. */
  readonly hold?: boolean;
  /** Not before (epoch ms). */
  readonly notBefore?: number;
}

/** A run of the synchronisation: its request, how far it is, what it has found. */
@Entity('klaviyo_sync_run')
@Index('klaviyo_sync_run_connection', ['connectionId', 'startedAt'])
export class SyncRunEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string;

  @Column({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @Column({ type: 'varchar', length: 16 })
  kind!: RunKind;

  @Column({ type: 'varchar', length: 16 })
  state!: SyncState;

  @Column({ type: 'varchar', length: 16 })
  phase!: string;

  @Column({ type: 'text', transformer: json })
  request!: SyncRequest;

  @Column({ type: 'text', transformer: json })
  cursor!: RunCursor;

  @Column({ name: 'started_at', type: 'bigint', transformer: number })
  startedAt!: number;

  @Column({ name: 'ended_at', type: 'bigint', nullable: true, transformer: number })
  endedAt!: number | null;

  /** Items to go through, as counted at the start. */
  @Column({ type: 'bigint', transformer: number })
  total!: number;

  /** Items that have been gone through, sent or not. */
  @Column({ type: 'bigint', transformer: number, default: 0 })
  seen!: number;

  /** Items not sent, by reason. */
  @Column({ type: 'text', transformer: json })
  skipped!: Readonly<Record<string, number>>;

  @Column({ type: 'text', transformer: json })
  drift!: readonly Drift[];

  /** Where the measuring of the rate began (epoch ms), and how many items had arrived by then. */
  @Column({ name: 'rate_at', type: 'bigint', transformer: number })
  rateAt!: number;

  @Column({ name: 'rate_done', type: 'bigint', transformer: number, default: 0 })
  rateDone!: number;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;
}

/** A run as it was read. */
export type RunRow = Row<SyncRunEntity>;
