import { Column, Entity, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** `skipped`: an item that was not sent. `warned`: one that was sent with less than it had. */
export type TallyKind = 'skipped' | 'warned';

/** How often in an hour something was left out for one reason. Codes only, never personal data. */
@Entity('klaviyo_tally')
export class TallyEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  /** Epoch milliseconds at which the hour begins. */
  @PrimaryColumn({ type: 'bigint', transformer: number })
  hour!: number;

  @PrimaryColumn({ type: 'varchar', length: 16 })
  kind!: TallyKind;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  code!: string;

  @Column({ type: 'integer' })
  count!: number;

  @Column({ name: 'last_at', type: 'bigint', transformer: number })
  lastAt!: number;
}
