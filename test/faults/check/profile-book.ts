import { memberId } from '../feed/members.js';
import type { AccountState, ProfileState } from '../klaviyo/account-state.js';

/** The profiles of an account by the member that they say they are. */
export class ProfileBook {
  private readonly byMember = new Map<string, ProfileState[]>();
  private readonly byId = new Map<string, ProfileState>();

  constructor(account: Pick<AccountState, 'profiles'>) {
    for (const profile of account.profiles) {
      this.byId.set(profile.id, profile);
      const id = profile.attributes.external_id;
      if (id !== null) this.byMember.set(id, [...(this.byMember.get(id) ?? []), profile]);
    }
  }

  of(member: number): readonly ProfileState[] {
    return this.byMember.get(memberId(member)) ?? [];
  }

  /** The member's id on a profile; null where it is nobody's, or not there. */
  ownerOf(profileId: string): string | null {
    return this.byId.get(profileId)?.attributes.external_id ?? null;
  }
}
