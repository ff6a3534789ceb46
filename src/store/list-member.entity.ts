import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A profile on a Klaviyo list: put there by us, or found there. Only ours is ever removed by us. */
@Entity('klaviyo_list_member')
export class ListMemberEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'list_id', type: 'text' })
  listId!: string;

  @PrimaryColumn({ name: 'profile_id', type: 'text' })
  profileId!: string;

  @Column({ type: 'varchar', length: 8 })
  origin!: 'ours' | 'found';
}
