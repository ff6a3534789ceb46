import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../../connection/index.js';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type Problems } from '../../../contract/index.js';
import {
  dueFrom,
  type NewMark,
  raiseMarks,
  readPausedLists,
  resumeList,
  takeMarksOfList,
} from '../../../store/index.js';
import { inChunks } from '../../kit/in-chunks.js';
import { LIST_GONE, listGoneProblem, listRenamedProblem } from '../../marks/list-gone.js';
import type { Mapping } from '../../marks/wanted-on-list.js';

/** Lets the work for lists that are gone go on where their audiences are mapped to now. */
@injectable()
export class Relinker {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(PROBLEMS) private readonly problems: Problems,
  ) {}

  /**
   * In the transaction that saves the mappings. Members who wait for a list that is gone wait for the lists that have
   * taken its place; a list that is mapped still, or again, is tried again.
   *
   * @returns lists whose problem is mended by it
   */
  async relink(
    manager: EntityManager,
    connectionId: string,
    before: readonly Mapping[],
    after: readonly Mapping[],
  ): Promise<readonly string[]> {
    const gone = await readPausedLists(manager, connectionId, LIST_GONE);
    const mended: string[] = [];
    for (const listId of gone) {
      const audiences = new Set(before.filter((one) => one.listId === listId).map((one) => one.audienceId));
      const places = new Set(after.filter((one) => audiences.has(one.audienceId)).map((one) => one.listId));
      await this.move(manager, connectionId, listId, places);
      await resumeList(manager, connectionId, listId);
      if (!after.some((one) => one.listId === listId)) mended.push(listId);
    }
    return mended;
  }

  /** Once it has been saved. */
  async tell(
    tenant: string,
    connectionId: string,
    mended: readonly string[],
    mapped: readonly Mapping[],
  ): Promise<void> {
    for (const listId of new Set(mapped.map((one) => one.listId))) {
      await this.problems.clear(tenant, connectionId, listRenamedProblem(listId));
    }
    for (const listId of mended) {
      await this.problems.clear(tenant, connectionId, listGoneProblem(listId));
    }
  }

  private async move(
    manager: EntityManager,
    connectionId: string,
    from: string,
    places: ReadonlySet<string>,
  ): Promise<void> {
    const now = this.clock.now();
    const waiting = await takeMarksOfList(manager, connectionId, from);
    const marks = waiting.flatMap((memberId) =>
      [...places].map((listId): NewMark => ({
        connectionId,
        facet: 'list',
        memberId,
        listId,
        ...dueFrom(now),
      })),
    );
    await inChunks(marks, (some) => raiseMarks(manager, some));
  }
}
