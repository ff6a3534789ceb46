import { Column, Entity, PrimaryColumn } from 'typeorm';
import { number } from './columns.js';

/** What a change told of a member and an audience: it holds until a snapshot of the audience is newer. */
@Entity('klaviyo_audience_told')
export class AudienceToldEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'varchar', length: 255 })
  memberId!: string;

  @PrimaryColumn({ name: 'audience_id', type: 'varchar', length: 255 })
  audienceId!: string;

  @Column({ type: 'varchar', length: 8 })
  direction!: 'joined' | 'left';

  @Column({ name: 'told_at', type: 'bigint', transformer: number })
  toldAt!: number;
}
