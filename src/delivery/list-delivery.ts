import { inject, injectable } from 'inversify';
import { type Clock, type Directory, HOST, type Problems, type Store } from '../contract/index.js';
import { ListsProvider } from '../providers/index.js';
import {
  AudienceToldEntity,
  ListMemberEntity,
  ListStateEntity,
  ProfileLinkEntity,
  StateMarkEntity,
  putDeadLetters,
} from '../store/index.js';
import type { LaneContext } from './lane-context.js';
import { ListReader } from './list-reader.js';
import { retryDelay } from './retry.js';
import { type Sent, Sender } from './sender.js';
import { keyOf, settleMarks } from './settle-marks.js';
import { isMirrored, wantedOnList } from './wanted-on-list.js';

const WRITE_DOUBT_MS = 60_000;
/** A list that is gone, or a profile that is not there yet, is looked at again after so long. */
const REST_MS = 15 * 60_000;
const NO_PROFILE_MS = 5_000;
/** After so many refusals the member's place on the list is a person's matter. */
const MAX_REFUSALS = 5;

/** Keeps a member's place on Klaviyo lists equal to the audiences mapped to them. */
@injectable()
export class ListDelivery {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.problems) private readonly problems: Problems,
    @inject(Sender) private readonly sender: Sender,
    @inject(ListsProvider) private readonly lists: ListsProvider,
    @inject(ListReader) private readonly reader: ListReader,
  ) {}

  async deliver(
    context: LaneContext,
    memberId: string,
    marks: readonly StateMarkEntity[],
    profileId: string | null,
  ): Promise<void> {
    for (const mark of marks) {
      const mapped = context.settings.audiences.some(({ listId }) => listId === mark.listId);
      if (!mapped || !context.settings.capabilities.lists) await this.settle(context, mark, null);
      else if (profileId === null) await this.putOff(context, mark, NO_PROFILE_MS, {});
      else await this.one(context, memberId, mark, profileId);
    }
  }

  private async one(
    context: LaneContext,
    memberId: string,
    mark: StateMarkEntity,
    profileId: string,
  ): Promise<void> {
    const { listId } = mark;
    const read = await this.reader.ensureRead(context, listId);
    if (read.kind !== 'done') return this.failed(context, mark, memberId, read);
    const begunAt = this.clock.now();
    const doubtUntil = Math.max(context.fence.doubtUntil, mark.doubtUntil);
    const wanted = await this.wanted(context, memberId, listId);
    const record = await this.store
      .read()
      .getRepository(ListMemberEntity)
      .findOneBy({ connectionId: context.connectionId, listId, profileId });
    // In doubt an older write may land either way: what is on record is not believed, unless somebody else put it there.
    const believed = doubtUntil === 0 || record?.origin === 'found';
    const isRight =
      wanted === (record !== null) ||
      (!wanted && (record?.origin === 'found' || !isMirrored(listId, context.settings.audiences)));
    if (isRight && believed) return this.settle(context, mark, null);
    if (!wanted && (record?.origin === 'found' || (record === null && doubtUntil === 0))) {
      return this.settle(context, mark, null);
    }
    const sent = await this.sender.send(
      context,
      wanted ? this.lists.addOperation : this.lists.removeOperation,
      () =>
        wanted
          ? this.lists.add(context.session, listId, [profileId])
          : this.lists.remove(context.session, listId, [profileId]),
    );
    if (sent.kind !== 'done') return this.failed(context, mark, memberId, sent);
    await this.settle(context, mark, doubtUntil > begunAt ? doubtUntil : null, { profileId, wanted });
  }

  private async wanted(context: LaneContext, memberId: string, listId: string): Promise<boolean> {
    const told = await this.store
      .read()
      .getRepository(AudienceToldEntity)
      .findBy({ connectionId: context.connectionId, memberId });
    const { asOf, audiences } = await this.directory.memberships(context.tenant, [memberId]);
    return wantedOnList(listId, context.settings.audiences, {
      asOf,
      audiences: audiences.get(memberId) ?? [],
      told,
    });
  }

  private async settle(
    context: LaneContext,
    mark: StateMarkEntity,
    redoAt: number | null,
    done?: { readonly profileId: string; readonly wanted: boolean },
  ): Promise<void> {
    await context.fence.settle(async (manager) => {
      if (done) {
        const key = { connectionId: mark.connectionId, listId: mark.listId, profileId: done.profileId };
        const repository = manager.getRepository(ListMemberEntity);
        if (done.wanted) {
          await repository.upsert({ ...key, origin: 'ours' }, ['connectionId', 'listId', 'profileId']);
        } else await repository.delete(key);
      }
      await settleMarks(manager, [mark], this.clock.now(), redoAt);
    });
  }

  private async failed(
    context: LaneContext,
    mark: StateMarkEntity,
    memberId: string,
    sent: Exclude<Sent<unknown>, { kind: 'done' }>,
  ): Promise<void> {
    if (sent.kind === 'missing') return this.gone(context, mark);
    if (sent.kind === 'later') return this.putOff(context, mark, sent.ms, {});
    const attempts = mark.attempts + 1;
    if (sent.kind === 'refused') {
      if (attempts >= MAX_REFUSALS) return this.bury(context, mark, sent.code, sent.message);
      // Most likely the profile is no longer: it is identified anew before the next attempt.
      await context.fence.settle(async (manager) => {
        await manager
          .getRepository(ProfileLinkEntity)
          .update(
            { connectionId: context.connectionId, memberId },
            { profileId: null, acceptedProfile: null, acceptedPoints: null },
          );
      });
    }
    const doubt =
      sent.kind === 'silent' && sent.doubt ? { doubtUntil: this.clock.now() + WRITE_DOUBT_MS } : {};
    await this.putOff(context, mark, retryDelay(attempts, Math.random()), { attempts, ...doubt });
  }

  /** The list was deleted in Klaviyo: this mapping rests alone, the others go on. */
  private async gone(context: LaneContext, mark: StateMarkEntity): Promise<void> {
    await context.fence.settle(async (manager) => {
      await manager.getRepository(ListStateEntity).upsert(
        {
          connectionId: context.connectionId,
          listId: mark.listId,
          readAt: null,
          pausedReason: 'list_gone',
        },
        ['connectionId', 'listId'],
      );
    });
    await this.problems.raise(context.tenant, context.connectionId, {
      key: `list_gone:${mark.listId}`,
      code: 'list_gone',
      severity: 'error',
      message: `The Klaviyo list ${mark.listId} no longer exists. Choose another list for its audiences.`,
      action: 'relink',
    });
    await this.putOff(context, mark, REST_MS, {});
  }

  private async putOff(
    context: LaneContext,
    mark: StateMarkEntity,
    ms: number,
    change: { attempts?: number; doubtUntil?: number },
  ): Promise<void> {
    await context.fence.settle(async (manager) => {
      await manager
        .getRepository(StateMarkEntity)
        .update(keyOf(mark), { notBefore: this.clock.now() + ms, ...change });
    });
  }

  private async bury(
    context: LaneContext,
    mark: StateMarkEntity,
    code: string,
    message: string,
  ): Promise<void> {
    const { connectionId, ...key } = keyOf(mark);
    await context.fence.settle(async (manager) => {
      await putDeadLetters(manager, [
        {
          connectionId,
          kind: 'state',
          reference: `list:${mark.memberId}:${mark.listId}`,
          code,
          message,
          body: JSON.stringify(key),
          at: this.clock.now(),
          attempts: mark.attempts + 1,
        },
      ]);
      await settleMarks(manager, [mark], this.clock.now(), null);
    });
  }
}
