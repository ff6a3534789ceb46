import { inject, injectable } from 'inversify';
import { type EntityManager, Not } from 'typeorm';
import { type Clock, HOST, type Member, type Vault } from '../contract/index.js';
import { identifiersOf } from '../mapping/index.js';
import { ProfileLinkEntity } from '../store/index.js';
import type { LaneContext } from './lane-context.js';

/** The identifiers that a member may be sent with. */
export interface Identity {
  readonly email?: string;
  readonly phone?: string;
  /** Codes of what was left out, without personal data. */
  readonly warnings: readonly string[];
}

/**
 * One identifier, one member: an e-mail address or a phone number belongs to the first member of the connection that
 * has it, recorded as a keyed hash. Another member with the same is sent without, with the warning
 * `identifier_shared`.
 */
@injectable()
export class MemberIdentity {
  constructor(
    @inject(HOST.vault) private readonly vault: Vault,
    @inject(HOST.clock) private readonly clock: Clock,
  ) {}

  async claim(context: LaneContext, member: Member, link: ProfileLinkEntity | null): Promise<Identity> {
    const { email, phone, warnings } = identifiersOf(member);
    const scope = { tenant: context.tenant, installation: context.connectionId };
    const emailHash = email === undefined ? null : await this.vault.digest(scope, `email:${email}`);
    const phoneHash = phone === undefined ? null : await this.vault.digest(scope, `phone:${phone}`);
    const codes = warnings.map((warning) => warning.code);
    if (link && link.emailHash === emailHash && link.phoneHash === phoneHash) {
      return identity(email, phone, codes);
    }
    const claimed = { email: emailHash, phone: phoneHash };
    await context.fence.settle(async (manager) => {
      claimed.email = await this.unclaimed(manager, context, member.id, 'emailHash', emailHash);
      claimed.phone = await this.unclaimed(manager, context, member.id, 'phoneHash', phoneHash);
      await this.record(manager, context, member.id, claimed);
    });
    const shared = claimed.email !== emailHash || claimed.phone !== phoneHash;
    return identity(
      claimed.email === null ? undefined : email,
      claimed.phone === null ? undefined : phone,
      shared ? [...codes, 'identifier_shared'] : codes,
    );
  }

  private async unclaimed(
    manager: EntityManager,
    context: LaneContext,
    memberId: string,
    column: 'emailHash' | 'phoneHash',
    hash: string | null,
  ): Promise<string | null> {
    if (hash === null) return null;
    const taken = await manager
      .getRepository(ProfileLinkEntity)
      .existsBy({ connectionId: context.connectionId, [column]: hash, memberId: Not(memberId) });
    return taken ? null : hash;
  }

  private async record(
    manager: EntityManager,
    context: LaneContext,
    memberId: string,
    claimed: { email: string | null; phone: string | null },
  ): Promise<void> {
    const repository = manager.getRepository(ProfileLinkEntity);
    const key = { connectionId: context.connectionId, memberId };
    const values = { emailHash: claimed.email, phoneHash: claimed.phone, updatedAt: this.clock.now() };
    const { affected } = await repository.update(key, values);
    if (affected === 0) {
      await repository.insert({
        ...key,
        ...values,
        profileId: null,
        acceptedProfile: null,
        acceptedPoints: null,
      });
    }
  }
}

const identity = (
  email: string | undefined,
  phone: string | undefined,
  warnings: readonly string[],
): Identity => ({
  ...(email === undefined ? {} : { email }),
  ...(phone === undefined ? {} : { phone }),
  warnings,
});
