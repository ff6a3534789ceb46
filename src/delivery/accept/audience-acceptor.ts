import { inject, injectable } from 'inversify';
import type { EntityManager } from 'typeorm';
import {
  type AudienceChange,
  type Call,
  type Clock,
  type Directory,
  HOST,
  type Problems,
  type Receipt,
  type Store,
} from '../../contract/index.js';
import { Connections } from '../../connection/index.js';
import { parseAudienceChange } from '../../mapping/index.js';
import {
  addTallies,
  AudienceToldEntity,
  ListMemberEntity,
  type NewMark,
  ProfileLinkEntity,
  putDeadLetters,
  raiseMarks,
} from '../../store/index.js';
import { stateLetter } from '../letters/dead-letter.js';
import { LaneWaker } from '../lane/lane-waker.js';
import { SettingsInForce } from '../settings-in-force.js';
import { isMirrored } from '../lists/wanted-on-list.js';

/** A change that would take more than this share of those whom we put on a list off it … */
const LARGE_SHARE = 0.2;
/** … and more than so many members, waits for a person. */
const LARGE_COUNT = 50;
const PAGE = 1_000;

export const LARGE_REMOVAL = 'large_removal';

interface Moves {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** Takes changes of audiences: what was told is recorded, and a mark raised for each list and member. */
@injectable()
export class AudienceAcceptor {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.directory) private readonly directory: Directory,
    @inject(HOST.problems) private readonly problems: Problems,
    @inject(Connections) private readonly connections: Connections,
    @inject(SettingsInForce) private readonly settings: SettingsInForce,
    @inject(LaneWaker) private readonly lanes: LaneWaker,
  ) {}

  async accept(call: Call, value: unknown): Promise<Receipt> {
    const parsed = parseAudienceChange(value);
    if (!parsed.ok) {
      const { id, code, path, message } = parsed;
      return { id, status: 'rejected', code, path, message };
    }
    const { change } = parsed;
    const id = change.audienceId;
    const connection = await this.connections.glanceOf(call);
    if (!this.connections.accepts(connection)) return this.leaveOut(call, id, 'not_active', NOT_ACTIVE);
    const settings = this.settings.of(connection);
    if (!settings.capabilities.lists) return this.leaveOut(call, id, 'lists_off', LISTS_OFF);
    const lists = new Set(
      settings.audiences.filter(({ audienceId }) => audienceId === id).map(({ listId }) => listId),
    );
    if (lists.size === 0) return this.leaveOut(call, id, 'audience_not_mapped', NOT_MAPPED);
    const moves = change.refreshed ? await this.difference(call, change, lists) : change;
    const held = await this.store.transaction(async (manager) => {
      await this.tell(manager, call, id, moves);
      const large: string[] = [];
      for (const listId of lists) {
        const mirrored = isMirrored(listId, settings.audiences);
        const left = mirrored && (await this.isLarge(manager, call, listId, moves)) ? [] : moves.left;
        if (left.length < moves.left.length) {
          large.push(listId);
          await this.hold(manager, call, listId, moves.left);
        }
        await raiseMarks(
          manager,
          [...moves.joined, ...left].map((memberId) => this.mark(call, listId, memberId)),
        );
      }
      return large;
    });
    for (const listId of held) await this.tellPerson(call, listId, moves.left.length);
    this.lanes.wake(call.installation);
    return { id, status: 'accepted' };
  }

  /** Nothing goes without a recorded reason: what is ignored is counted. */
  private async leaveOut(call: Call, id: string, code: string, message: string): Promise<Receipt> {
    const tally = { kind: 'skipped', code, count: 1 } as const;
    await this.store.transaction((manager) =>
      addTallies(manager, call.installation, [tally], this.clock.now()),
    );
    return { id, status: 'ignored', code, message };
  }

  private async tell(manager: EntityManager, call: Call, audienceId: string, moves: Moves): Promise<void> {
    const told = (direction: 'joined' | 'left') => (memberId: string) => ({
      connectionId: call.installation,
      memberId,
      audienceId,
      direction,
      toldAt: this.clock.now(),
    });
    // Somebody who is named twice has left: it is the safer of the two, and the snapshot has the last word.
    const rows = new Map(
      [...moves.joined.map(told('joined')), ...moves.left.map(told('left'))].map((row) => [
        row.memberId,
        row,
      ]),
    );
    const values = [...rows.values()];
    for (let from = 0; from < values.length; from += PAGE / 2) {
      await manager
        .getRepository(AudienceToldEntity)
        .upsert(values.slice(from, from + PAGE / 2), ['connectionId', 'memberId', 'audienceId']);
    }
  }

  private async isLarge(manager: EntityManager, call: Call, listId: string, moves: Moves): Promise<boolean> {
    if (moves.left.length <= LARGE_COUNT) return false;
    const ours = await manager
      .getRepository(ListMemberEntity)
      .countBy({ connectionId: call.installation, listId, origin: 'ours' });
    return moves.left.length > ours * LARGE_SHARE;
  }

  /** A removal that waits for a person is a dead letter: replaying it lets it go on. */
  private async hold(
    manager: EntityManager,
    call: Call,
    listId: string,
    members: readonly string[],
  ): Promise<void> {
    const letters = members.map((memberId) =>
      stateLetter(
        call.installation,
        { facet: 'list', memberId, listId },
        0,
        {
          code: LARGE_REMOVAL,
          message: 'Many members left at once. Replay this if they shall go from the list.',
        },
        this.clock.now(),
      ),
    );
    await putDeadLetters(manager, letters);
  }

  private tellPerson(call: Call, listId: string, count: number): Promise<void> {
    return this.problems.raise(call.tenant, call.installation, {
      key: `${LARGE_REMOVAL}:${listId}`,
      code: LARGE_REMOVAL,
      severity: 'warning',
      message: `A change would take ${count} members off the list ${listId}. Replay it under Failures if that is right.`,
      action: 'replay',
    });
  }

  private mark(call: Call, listId: string, memberId: string): NewMark {
    return {
      connectionId: call.installation,
      facet: 'list',
      memberId,
      listId,
      markedAt: this.clock.now(),
      notBefore: this.clock.now(),
      lookUntil: 0,
    };
  }

  /** An audience that was computed anew: who is in it now and not on the lists, and the other way round. */
  private async difference(call: Call, change: AudienceChange, lists: ReadonlySet<string>): Promise<Moves> {
    const onRecord = await this.recorded(call, lists);
    const inAudience = new Set<string>();
    let after: string | undefined;
    do {
      const page = await this.directory.audiencePage(call.tenant, change.audienceId, {
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      for (const memberId of page.items) inAudience.add(memberId);
      after = page.next;
    } while (after !== undefined);
    return {
      joined: [...inAudience].filter((memberId) => !onRecord.has(memberId)),
      left: [...onRecord].filter((memberId) => !inAudience.has(memberId)),
    };
  }

  /** Members whom we have put on every one of the lists. */
  private async recorded(call: Call, lists: ReadonlySet<string>): Promise<Set<string>> {
    const rows = await this.store
      .read()
      .getRepository(ListMemberEntity)
      .createQueryBuilder('l')
      .innerJoin(ProfileLinkEntity, 'p', 'p.connectionId = l.connectionId AND p.profileId = l.profileId')
      .select('p.memberId', 'memberId')
      .where('l.connectionId = :connectionId', { connectionId: call.installation })
      .andWhere('l.listId IN (:...lists)', { lists: [...lists] })
      .groupBy('p.memberId')
      .having('COUNT(*) = :all', { all: lists.size })
      .getRawMany<{ memberId: string }>();
    return new Set(rows.map((row) => row.memberId));
  }
}

const NOT_ACTIVE = 'This installation is not active. Save it with Active switched on first.';
const LISTS_OFF = 'Lists are switched off in the settings.';
const NOT_MAPPED = 'No Klaviyo list is mapped to this audience.';
