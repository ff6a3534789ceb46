import { Entity, PrimaryColumn } from 'typeorm';

/** A member whom an import has put on a list, which tells no profile id: ours, unless the profile was found there. */
@Entity('klaviyo_list_join')
export class ListJoinEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'list_id', type: 'text' })
  listId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'varchar', length: 255 })
  memberId!: string;
}
