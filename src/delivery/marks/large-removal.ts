import { inject, injectable } from 'inversify';
import { PROBLEMS } from '../../connection/index.js';
import type { EntityManager } from 'typeorm';
import { type Clock, HOST, type Problems } from '../../contract/index.js';
import { putDeadLetters } from '../../store/index.js';
import { stateLetter } from '../letters/dead-letter.js';

/** A change that would take more than this share of those whom we put on a list off it … */
const LARGE_SHARE = 0.2;
/** … and more than so many members, waits for a person. */
const LARGE_COUNT = 50;

/** Code of a removal that waits for a person. */
export const LARGE_REMOVAL = 'large_removal';

/** Removals so large that they may be a mistake: each is a dead letter, and replaying it lets it go on. */
@injectable()
export class LargeRemoval {
  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(PROBLEMS) private readonly problems: Problems,
  ) {}

  /** @param ours members on the list by our hand */
  isLarge(leaving: number, ours: number): boolean {
    return leaving > LARGE_COUNT && leaving > ours * LARGE_SHARE;
  }

  async hold(
    manager: EntityManager,
    connectionId: string,
    listId: string,
    memberIds: readonly string[],
  ): Promise<void> {
    const reason = {
      code: LARGE_REMOVAL,
      message: 'Many members left at once. Replay this if they are to leave the list.',
    };
    const letters = memberIds.map((memberId) =>
      stateLetter(connectionId, { facet: 'list', memberId, listId }, 0, reason, this.clock.now()),
    );
    await putDeadLetters(manager, letters);
  }

  tell(tenant: string, connectionId: string, listId: string, count: number): Promise<void> {
    return this.problems.raise(tenant, connectionId, {
      key: `${LARGE_REMOVAL}:${listId}`,
      code: LARGE_REMOVAL,
      severity: 'warning',
      message: `A change would take ${count} members off the list ${listId}. Replay it under Failures if that is right.`,
      action: 'replay',
    });
  }
}
