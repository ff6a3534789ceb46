import { inject, injectable } from 'inversify';
import { type Call, type Directory, HOST, type Member, type Store } from '../../contract/index.js';
import type { Settings } from '../../settings/index.js';
import { readLinks } from '../../store/index.js';
import { closedAmong } from '../load/closed-among.js';
import { notSendable } from '../load/not-sendable.js';
import { Reservoir } from './reservoir.js';
import { PAGE } from '../page.js';

/** Members whom Klaviyo is asked for: ten requests. More of them are estimated by these. */
const SAMPLE = 1_000;

/** What the members of the programme come to. */
export interface Counted {
  readonly total: number;
  readonly notSendable: Readonly<Record<string, number>>;
  /** Members whose profile we have written before. */
  readonly known: number;
  readonly unknown: Reservoir<Member>;
}

/** Goes through the members of a programme once, without keeping them. */
@injectable()
export class MemberCounter {
  constructor(
    @inject(HOST.store) private readonly store: Store,
    @inject(HOST.directory) private readonly directory: Directory,
  ) {}

  /** @param withMembers false counts none: the run leaves them out */
  async count(call: Call, settings: Settings, withMembers: boolean): Promise<Counted> {
    const unknown = new Reservoir<Member>(SAMPLE, Math.random);
    const left: Record<string, number> = {};
    let total = 0;
    let known = 0;
    let after: string | undefined;
    while (withMembers) {
      call.signal.throwIfAborted();
      const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { items, next } = await this.directory.memberPage(call.tenant, query);
      total += items.length;
      const links = await readLinks(
        this.store.read(),
        call.installation,
        items.map(({ id }) => id),
      );
      const written = new Set(
        links
          .filter(
            ({ profileId, acceptedProfile, acceptedPoints }) =>
              profileId !== null || acceptedProfile !== null || acceptedPoints !== null,
          )
          .map(({ memberId }) => memberId),
      );
      const closed = await closedAmong(this.store.read(), call.installation, items);
      for (const member of items) {
        const code = closed.has(member.id) ? 'account_closed' : notSendable(member, settings);
        if (code !== null) left[code] = (left[code] ?? 0) + 1;
        else if (written.has(member.id)) known += 1;
        else unknown.offer(member);
      }
      if (next === undefined) break;
      after = next;
    }
    return { total, notSendable: left, known, unknown };
  }
}
