import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Issue, UninstallRequest } from '../contract/index.js';
import { json, number } from './columns.js';
import type { Row } from './row.js';

/** What is being done to end, or to rest, a connection: one step after the other. */
export type LeavingStep = 'draining' | 'settling' | 'clearing' | 'revoking' | 'purging' | 'done';

/** How far a step has come. Whoever goes on goes on from here. */
export interface LeavingCursor {
  /** Key of the last row that was taken. */
  readonly after?: string;
  /** The list that is emptied. */
  readonly listId?: string;
  /** Number of the part that is exported next. */
  readonly part?: number;
  /** Klaviyo's id of the import that is under way, and how many profiles it carries. */
  readonly job?: string;
  readonly carried?: number;
}

/** What has become of a connection's work and traces, by name. */
export type LeavingCounts = Readonly<Record<string, number>>;

/** The end of a connection as it goes on, over restarts; it stays until the next one, or until the connection is gone. */
@Entity('klaviyo_leaving')
export class LeavingEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** Of the run that people follow. */
  @Column({ name: 'run_id', type: 'varchar', length: 36 })
  runId!: string;

  @Column({ type: 'varchar', length: 16 })
  mode!: UninstallRequest['mode'];

  @Column({ type: 'varchar', length: 8 })
  queue!: UninstallRequest['queue'];

  @Column({ type: 'varchar', length: 24 })
  remote!: UninstallRequest['remote'];

  @Column({ type: 'varchar', length: 16 })
  step!: LeavingStep;

  @Column({ type: 'text', transformer: json })
  cursor!: LeavingCursor;

  @Column({ name: 'started_at', type: 'bigint', transformer: number })
  startedAt!: number;

  @Column({ name: 'ended_at', type: 'bigint', nullable: true, transformer: number })
  endedAt!: number | null;

  /** When the step began (epoch ms). */
  @Column({ name: 'step_at', type: 'bigint', transformer: number })
  stepAt!: number;

  /** So long work may be sent, and traces at Klaviyo taken away, each (ms); what is left by then is told. */
  @Column({ type: 'bigint', transformer: number })
  patience!: number;

  /** The step is tried again then; 0 for at once. */
  @Column({ name: 'not_before', type: 'bigint', transformer: number, default: 0 })
  notBefore!: number;

  /** Failures of this step in a row. */
  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** Items of the step, as counted at its beginning, and how many of them are done. */
  @Column({ type: 'bigint', transformer: number, default: 0 })
  total!: number;

  @Column({ name: 'done_items', type: 'bigint', transformer: number, default: 0 })
  doneItems!: number;

  @Column({ type: 'text', transformer: json })
  counts!: LeavingCounts;

  @Column({ type: 'text', transformer: json })
  issues!: readonly Issue[];
}

/** A leaving as it was read. */
export type LeavingRow = Row<LeavingEntity>;
