import { expect } from 'chai';
import fc from 'fast-check';
import { ContainerModule } from 'inversify';
import { ClosingsOnLane } from '../../src/delivery/index.js';
import { KlaviyoClient } from '../../src/klaviyo/index.js';
import { EventOutboxEntity, RemoteJobEntity, StateMarkEntity, SyncRunEntity } from '../../src/store/index.js';
import { event, LoadedExtension, member } from './loaded-extension.js';

const MEMBERS = ['closing-1', 'closing-2', 'staying-3', 'staying-4'];
const CLOSING = MEMBERS.slice(0, 2);
const STEPS = ['event', 'events', 'profile', 'wallet', 'join', 'load', 'compare', 'replay', 'pause'] as const;

/** A step of whoever it is about, or the closing of an account, with turns of the event loop before the next. */
const step = fc.record({
  what: fc.constantFrom(...STEPS, 'close' as const),
  who: fc.nat(MEMBERS.length - 1),
  turns: fc.nat(30),
});

describe('closed accounts under load', () => {
  const { prototype } = KlaviyoClient;
  const original = Object.getOwnPropertyDescriptor(prototype, 'send')!;
  const send = original.value as typeof prototype.send;
  let begun: string[] = [];
  before(() => {
    prototype.send = function (request, ...rest) {
      const body = request.written ?? JSON.stringify(request.body ?? null);
      begun.push(`${request.method} ${decodeURIComponent(request.path)} ${body.toString()}`);
      return send.call(this, request, ...rest);
    };
  });
  after(() => Object.defineProperty(prototype, 'send', original));

  it('nothing is begun about a member once the closing is accepted, whatever is under way', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
        const world = await LoadedExtension.open({ switches: { jobDelayMs: 300 } });
        // What is done of the closed account itself is another matter.
        world.modules.push(
          new ContainerModule(({ rebind }) => {
            const idle = {
              look: () => Promise.resolve({ sendings: [], lookAt: Infinity }),
              nextDue: () => Promise.resolve(null),
            };
            rebind(ClosingsOnLane).toConstantValue(idle as unknown as ClosingsOnLane);
          }),
        );
        try {
          await play(world, steps);
        } finally {
          await world.dispose();
        }
      }),
      { numRuns: 12 },
    );
  });

  async function play(
    world: LoadedExtension,
    steps: readonly { readonly what: string; readonly who: number; readonly turns: number }[],
  ): Promise<void> {
    for (const id of MEMBERS)
      world.platform.addMember(member(id), { points: 1, lifetimeEarn: 1, tier: null });
    world.platform.audienceList.push({ id: 'A', name: 'Audience A', isActive: true });
    const listId = (await world.account()).lists[0]!.id;
    const loaded = await world.active();
    const audiences = [{ audienceId: 'A', listId, mode: 'mirror' as const }];
    await loaded.configure(world.call(), { settings: { audiences }, active: true, expectedRevision: 1 });
    await world.admin('faults', { match: { path: '/api/*' }, kind: 'latency', ms: 15, count: 40 });
    await world.admin('faults', { match: { path: '/api/event*' }, kind: 'status', status: 400, count: 1 });
    begun = [];
    /** By member: how many requests had been begun when its closing was accepted. */
    const closedAt = new Map<string, number>();
    const under: Promise<unknown>[] = [];
    const call = () => world.call();
    let count = 0;
    const acts: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
      event: (id) => loaded.onEvent(call(), [event(`e${(count += 1)}`, id)]),
      events: (id) =>
        loaded.onEvent(
          call(),
          Array.from({ length: 30 }, () => event(`e${(count += 1)}`, id)),
        ),
      profile: (id) => loaded.onEvent(call(), [{ kind: 'changed', facet: 'profile', memberId: id }]),
      wallet: (memberId) => {
        world.platform.setWallet({ memberId, points: (count += 1), lifetimeEarn: 9, tier: null });
        return loaded.onEvent(call(), [{ kind: 'changed', facet: 'wallet', memberId }]);
      },
      join: (id) => {
        world.platform.audienceMembers.set('A', [...MEMBERS]);
        return loaded.onAudienceChange(call(), { audienceId: 'A', joined: [id], left: [] });
      },
      load: () => loaded.startSync(call(), { kind: 'load' }).catch(() => undefined),
      compare: () => loaded.startSync(call(), { kind: 'reconcile', repair: true }).catch(() => undefined),
      replay: () => loaded.replay(call(), {}),
      pause: () => world.still(),
      close: async (id) => {
        if (!CLOSING.includes(id)) return;
        const { accountNumber } = (await world.platform.members('', [id])).get(id)!;
        const closed = event(`c${(count += 1)}`, count % 2 ? id : accountNumber!, { type: 'CLOSED_ACCOUNT' });
        await loaded.onEvent(call(), [closed]);
        if (!closedAt.has(id)) closedAt.set(id, begun.length);
      },
    };
    for (const { what, who, turns } of [
      ...steps,
      ...CLOSING.map((_, who) => ({ what: 'close', who, turns: 0 })),
    ]) {
      under.push(acts[what]!(MEMBERS[who]!));
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(under);
    await loaded.replay(call(), {});
    const manager = world.database.store.read();
    await world.until(
      'nothing waits',
      async () => [
        ...(await manager.getRepository(StateMarkEntity).findBy({ lookUntil: 0 })),
        ...(await manager.getRepository(EventOutboxEntity).find()),
        ...(await manager.getRepository(RemoteJobEntity).find()),
        ...(await manager.getRepository(SyncRunEntity).findBy({ state: 'running' })),
      ],
      (rows) => rows.length === 0,
      600_000,
    );
    const { profiles } = await world.account();
    for (const [id, from] of closedAt) {
      const names = [
        `"${id}"`,
        `${id}@`,
        ...profiles.filter(({ attributes }) => attributes.external_id === id).map((one) => one.id),
      ];
      const later = begun.slice(from).filter((text) => names.some((name) => text.includes(name)));
      expect(later, `about ${id}`).to.deep.equal([]);
    }
  }
});
