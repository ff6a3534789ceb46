import { Entity, PrimaryColumn } from 'typeorm';

/** A profile that a reconciliation has seen on a list. Kept while the list is compared. */
@Entity('klaviyo_list_seen')
export class ListSeenEntity {
  @PrimaryColumn({ name: 'connection_id', type: 'varchar', length: 64 })
  connectionId!: string;

  @PrimaryColumn({ name: 'list_id', type: 'text' })
  listId!: string;

  @PrimaryColumn({ name: 'profile_id', type: 'text' })
  profileId!: string;
}
