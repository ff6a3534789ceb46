import { inject, injectable } from 'inversify';
import { type Clock, HOST } from '../../../contract/index.js';
import type { LaneContext } from '../../context/lane-context.js';
import type { Prepared } from '../../member/prepared.js';
import { groupBy } from '../../kit/group-by.js';
import { ListReader } from './list-reader.js';
import { listStep } from './list-step.js';
import { ListSituations } from './list-situations.js';
import { isMirrored } from '../../marks/wanted-on-list.js';

/** Members with the lists that their import puts them on, and what has to happen before others can be told so. */
export interface Joins {
  /** By member id; who joins no list is missing. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Lists that have to be read before they are filled. */
  readonly unread: readonly string[];
  /** Members who wait for that. */
  readonly waiting: ReadonlySet<string>;
}

/**
 * Who is put on a list by the import that brings its state: an import takes a list for all its members, without their
 * ids, and at no further request.
 */
@injectable()
export class ListJoins {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(ListReader) private readonly reader: ListReader,
    @inject(ListSituations) private readonly situations: ListSituations,
  ) {}

  /**
   * @param reading lists that members of the same batch wait for; it is added to: once one of them waits all do, so that
   * they go together
   */
  async joinsOf(lane: LaneContext, members: readonly Prepared[], reading: Set<string>): Promise<Joins> {
    const lists = new Map<string, string[]>();
    const unread: string[] = [];
    const waiting = new Set<string>();
    const marked = members.flatMap((prepared) => prepared.listMarks.map((mark) => ({ prepared, mark })));
    if (marked.length === 0 || !lane.settings.capabilities.lists) return { lists, unread, waiting };
    for (const [listId, some] of groupBy(marked, ({ mark }) => mark.listId)) {
      if (!lane.settings.audiences.some((mapping) => mapping.listId === listId)) continue;
      const isHeld = lane.backlog.lists.isHeld(listId, this.clock.now());
      const isBeingRead = reading.has(listId) || this.reader.isReading(lane, listId);
      // A list that rests is nobody's to fill: its members go without, their marks wait.
      if (isHeld && !isBeingRead) continue;
      if (isBeingRead || !(await this.reader.isRead(lane, listId))) {
        if (!isBeingRead) unread.push(listId);
        reading.add(listId);
        for (const { prepared } of some) waiting.add(prepared.key);
        continue;
      }
      const mirrored = isMirrored(listId, lane.settings.audiences);
      const situations = await this.situations.of(lane, listId, some);
      for (const { prepared, mark } of some) {
        const step = listStep({
          wanted: situations.wanted(prepared.key),
          origin: situations.origin(prepared),
          mirrored,
          doubt: mark.doubtUntil > 0,
          withdrawn: false,
        });
        if (step === 'add') lists.set(prepared.key, [...(lists.get(prepared.key) ?? []), listId]);
      }
    }
    return { lists, unread, waiting };
  }
}
