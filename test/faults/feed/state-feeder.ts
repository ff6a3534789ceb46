import type { AudienceChange, Changed } from '../../../src/contract/index.js';
import { sleep } from '../sleep.js';
import type { FeederParts } from './event-feeder.js';
import type { StateItem } from './item.js';
import { memberId, memberOf, walletOf } from './members.js';
import { restOfBusy } from './rest-of-busy.js';

const MOST_A_CALL = 20;

type HintItem = Exclude<StateItem, { kind: 'audience' }>;
type MoveItem = Extract<StateItem, { kind: 'audience' }>;

/**
 * Changes the states of some members: the platform's own data first, then it is told, until a receipt is seen. A
 * state changes again only when its last change was received.
 */
export class StateFeeder {
  constructor(
    private readonly parts: FeederParts,
    private readonly items: readonly StateItem[],
  ) {}

  async run(): Promise<void> {
    const { gate, dice } = this.parts;
    for (let from = 0; from < this.items.length;) {
      await gate.reach(this.items[from]?.place ?? 0);
      const most = this.items.slice(from, from + dice.whole(1, MOST_A_CALL));
      const call = untilRepeated(most.filter(({ place }) => gate.isOpen(place)));
      await this.write(call);
      await this.tell(call);
      from += call.length;
    }
  }

  private async write(items: readonly StateItem[]): Promise<void> {
    const { host, ledger } = this.parts;
    for (const item of items) ledger.change(item);
    const members = items.filter(({ kind }) => kind === 'profile').map(({ member }) => member);
    const wallets = items.filter(({ kind }) => kind === 'wallet').map(({ member }) => member);
    await host.insist('put', {
      members: members.map((member) => {
        const { givenName, move } = ledger.truth(member);
        return memberOf(member, givenName, move);
      }),
      wallets: wallets.map((member) => walletOf(member, ledger.truth(member).points)),
      changes: moves(items).map(({ change }) => change),
    });
  }

  private async tell(items: readonly StateItem[]): Promise<void> {
    const hints = items.filter((item): item is HintItem => item.kind !== 'audience');
    await Promise.all([
      this.hint(hints),
      ...moves(items).map(({ change, items: moved }) => this.move(change, moved)),
    ]);
  }

  private async hint(hints: readonly HintItem[]): Promise<void> {
    const { host, ledger } = this.parts;
    for (let open = hints; open.length > 0;) {
      const receipts = await host.insist('dispatch', { items: open.map(hintOf) });
      open = open.filter((item, place) => ledger.takeState([item], receipts[place]));
      if (open.length > 0) await sleep(restOfBusy(receipts));
    }
  }

  private async move(change: AudienceChange, items: readonly MoveItem[]): Promise<void> {
    const { host, ledger } = this.parts;
    for (;;) {
      const receipt = await host.insist('audience', { change });
      if (!ledger.takeState(items, receipt)) return;
      await sleep(restOfBusy([receipt]));
    }
  }
}

const hintOf = ({ kind, member }: HintItem): Changed => ({
  kind: 'changed',
  facet: kind,
  memberId: memberId(member),
});

/** The changes of one call by audience: whoever joined and left, together. */
const moves = (items: readonly StateItem[]): { change: AudienceChange; items: MoveItem[] }[] => {
  const byAudience = new Map<string, MoveItem[]>();
  for (const item of items) {
    if (item.kind !== 'audience') continue;
    byAudience.set(item.audienceId, [...(byAudience.get(item.audienceId) ?? []), item]);
  }
  return [...byAudience].map(([audienceId, moved]) => {
    const who = (direction: MoveItem['direction']) =>
      moved.filter((item) => item.direction === direction).map(({ member }) => memberId(member));
    return { change: { audienceId, joined: who('joined'), left: who('left') }, items: moved };
  });
};

/** As many as change different states. */
const untilRepeated = (items: readonly StateItem[]): readonly StateItem[] => {
  const seen = new Set<string>();
  const end = items.findIndex((item) => {
    const key = `${item.member} ${item.kind === 'audience' ? item.audienceId : item.kind}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
  return end < 0 ? items : items.slice(0, end);
};
