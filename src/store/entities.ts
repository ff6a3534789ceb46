import { AttemptContentEntity } from './attempt-content.entity.js';
import { AttemptMemberEntity } from './attempt-member.entity.js';
import { AttemptEntity } from './attempt.entity.js';
import { AudienceToldEntity } from './audience-told.entity.js';
import { AuthorizationEntity } from './authorization.entity.js';
import { ConnectionEntity } from './connection.entity.js';
import { DeadLetterEntity } from './dead-letter.entity.js';
import { DeliveredEntity } from './delivered.entity.js';
import { EventOutboxEntity } from './event-outbox.entity.js';
import { JobPartEntity } from './job-part.entity.js';
import { LaneEntity } from './lane.entity.js';
import { LeavingEntity } from './leaving.entity.js';
import { ListJoinEntity } from './list-join.entity.js';
import { ListMemberEntity } from './list-member.entity.js';
import { ListSeenEntity } from './list-seen.entity.js';
import { ListStateEntity } from './list-state.entity.js';
import { MovingIdentifierEntity } from './moving-identifier.entity.js';
import { NoticeEntity } from './notice.entity.js';
import { ProfileLinkEntity } from './profile-link.entity.js';
import { PulseEntity } from './pulse.entity.js';
import { RemoteJobEntity } from './remote-job.entity.js';
import { RevocationEntity } from './revocation.entity.js';
import { StateMarkEntity } from './state-mark.entity.js';
import { SyncFindingEntity } from './sync-finding.entity.js';
import { SyncRunEntity } from './sync-run.entity.js';
import { TallyEntity } from './tally.entity.js';
import { TombstoneEntity } from './tombstone.entity.js';

/** Every table of the extension. */
export const entities = [
  AttemptContentEntity,
  AttemptEntity,
  AttemptMemberEntity,
  AudienceToldEntity,
  AuthorizationEntity,
  ConnectionEntity,
  DeadLetterEntity,
  DeliveredEntity,
  EventOutboxEntity,
  JobPartEntity,
  LaneEntity,
  LeavingEntity,
  ListJoinEntity,
  ListMemberEntity,
  ListSeenEntity,
  ListStateEntity,
  MovingIdentifierEntity,
  NoticeEntity,
  ProfileLinkEntity,
  PulseEntity,
  RemoteJobEntity,
  RevocationEntity,
  StateMarkEntity,
  SyncFindingEntity,
  SyncRunEntity,
  TallyEntity,
  TombstoneEntity,
] as const;
