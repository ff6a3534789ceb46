import { type EntityManager, Not } from 'typeorm';
import { ProfileLinkEntity } from '../../../store/index.js';

/** Whether a profile is linked to another member. */
export const isAnothersProfile = (
  manager: EntityManager,
  connectionId: string,
  memberId: string,
  profileId: string,
): Promise<boolean> =>
  manager.getRepository(ProfileLinkEntity).existsBy({ connectionId, profileId, memberId: Not(memberId) });
